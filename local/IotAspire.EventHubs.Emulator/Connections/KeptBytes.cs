namespace IotAspire.EventHubs.Emulator.Connections;

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
