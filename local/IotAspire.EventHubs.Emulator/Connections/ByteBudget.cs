using IotAspire.EventHubs.Emulator.Links;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>
/// How many bytes the server holds for its peers, over all connections. Events on their way into partitions wait for room, and
/// always get it, because partitions go on writing; what only the peer itself can set free, such as the first half of a message,
/// is kept within half of it and never waits, or peers that wait for each other would wait for ever.
/// </summary>
internal sealed class ByteBudget(long maximum)
{
    /// <summary>
    /// What a server takes. Pooled arrays are up to twice their content and a partition copies what it writes, so the process
    /// may hold four times as much.
    /// </summary>
    public const long Default = 128 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Taken)> _waiting = [];
    private long _held;
    private long _kept;

    /// <summary>Bytes held now.</summary>
    public long Held
    {
        get
        {
            lock (_lock)
                return _held;
        }
    }

    /// <summary>Takes bytes that <see cref="Return"/> gives back without the peer's doing; waits its turn while there is no room.</summary>
    public ValueTask TakeAsync(long bytes)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 && HasRoom(bytes))
            {
                _held += bytes;
                return ValueTask.CompletedTask;
            }

            var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue((bytes, taken));
            return new ValueTask(taken.Task);
        }
    }

    public void Return(long bytes)
    {
        lock (_lock)
        {
            _held -= bytes;
            while (_waiting.TryPeek(out var next) && HasRoom(next.Bytes))
            {
                _waiting.Dequeue();
                _held += next.Bytes;
                next.Taken.SetResult();
            }
        }
    }

    /// <summary>Takes bytes that are kept until the peer goes on; false if there is no room.</summary>
    public bool TryKeep(long bytes)
    {
        lock (_lock)
        {
            if (_kept + bytes > maximum / 2 || _held + bytes > maximum)
                return false;
            _held += bytes;
            _kept += bytes;
            return true;
        }
    }

    /// <summary>Gives back what was kept.</summary>
    public void Release(long bytes)
    {
        lock (_lock)
            _kept -= bytes;
        Return(bytes);
    }

    // Whatever is larger than all of it goes alone.
    private bool HasRoom(long bytes) => _held + bytes <= maximum || _held == _kept;
}

/// <summary>What a connection may make the server keep, over all its sessions and links.</summary>
internal sealed class ConnectionMemory(ByteBudget budget, TimeProvider time) : IDisposable
{
    private const long MaxReplies = 1024 * 1024;

    public PartialDeliveries Partial { get; } = new(budget, time);

    /// <summary>Replies from the moment they are made until they are sent.</summary>
    public KeptBytes Replies { get; } = new(budget, MaxReplies);

    public void Dispose()
    {
        Partial.Dispose();
        Replies.Dispose();
    }
}

/// <summary>
/// One connection's share of the bytes that the server keeps until a peer goes on. Read and write loop may both use it. What it
/// still holds at the end of the connection is given back by <see cref="Dispose"/>.
/// </summary>
internal sealed class KeptBytes(ByteBudget budget, long maximum) : IDisposable
{
    private long _held;

    public long Held => Volatile.Read(ref _held);

    /// <summary>Takes bytes; false if the connection or the server has no room for them.</summary>
    public bool TryKeep(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= maximum && budget.TryKeep(bytes))
            return true;
        Interlocked.Add(ref _held, -bytes);
        return false;
    }

    public void Release(long bytes)
    {
        Interlocked.Add(ref _held, -bytes);
        budget.Release(bytes);
    }

    public void Dispose() => budget.Release(Interlocked.Exchange(ref _held, 0));
}
