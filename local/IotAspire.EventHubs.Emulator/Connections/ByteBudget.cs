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
