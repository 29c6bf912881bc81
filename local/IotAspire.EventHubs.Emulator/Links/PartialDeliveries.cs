using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Connections;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>
/// The half-sent deliveries of a connection, over all its links: how many bytes they may hold, without which a peer could fill
/// the memory with beginnings, and whether any of them gets on. Belongs to the read loop, apart from <see cref="IsStalled"/>.
/// </summary>
internal sealed class PartialDeliveries(ByteBudget budget, TimeProvider time) : IDisposable
{
    /// <summary>Longer than any client takes over one message; after that it holds room that others need.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const long Maximum = 32 * 1024 * 1024;

    private readonly KeptBytes _kept = new(budget, Maximum);
    private long _lastProgress;

    /// <summary>Whether there are beginnings of deliveries and none was ended for long.</summary>
    public bool IsStalled => _kept.Held > 0 && time.GetElapsedTime(Volatile.Read(ref _lastProgress)) > Patience;

    /// <summary>Counts bytes in, or says why not; clients try again later.</summary>
    public AmqpError? Take(int bytes)
    {
        if (_kept.Held == 0)
            Volatile.Write(ref _lastProgress, time.GetTimestamp());
        return _kept.TryKeep(bytes) ? null : AmqpError.Busy("Too many deliveries are half-sent.");
    }

    public void Return(int bytes)
    {
        if (bytes == 0)
            return;
        _kept.Release(bytes);
        Volatile.Write(ref _lastProgress, time.GetTimestamp());
    }

    public void Dispose() => _kept.Dispose();
}
