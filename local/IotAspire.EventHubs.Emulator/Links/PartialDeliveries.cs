using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>
/// How many bytes of deliveries a connection may leave half-sent, over all its links: without it a peer could fill the
/// memory with beginnings. Belongs to the read loop.
/// </summary>
internal sealed class PartialDeliveries
{
    private const long Maximum = 64 * 1024 * 1024;

    private long _held;

    /// <summary>Counts bytes in, or says why not.</summary>
    public AmqpError? Take(int bytes)
    {
        if (_held + bytes > Maximum)
            return AmqpError.Limit("The connection leaves too many deliveries half-sent.");
        _held += bytes;
        return null;
    }

    public void Return(int bytes) => _held -= bytes;
}
