using IotAspire.EventHubs.Emulator.Connections;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>
/// Takes messages apart as the server's memory allows. A message waits for the most that its events could take, which is then at
/// once corrected to what they do take and held until they are stored or refused. A message that waits holds nothing, so
/// there is no deadlock.
/// </summary>
internal static class IncomingEvents
{
    /// <summary>The events of a message and its partition key. Disposing of the batch gives its room back.</summary>
    /// <exception cref="Codec.AmqpException">The message isn't allowed.</exception>
    public static async ValueTask<(EventBatch Batch, string? Key)> ReadAsync(ReadOnlyMemory<byte> payload, uint format, ByteBudget memory)
    {
        var most = EventBatch.MaxStored(payload.Length);
        await memory.TakeAsync(most);
        var batch = new EventBatch();
        try
        {
            var key = PublishedMessage.Read(payload.Span, format, batch);
            var held = Math.Min(batch.StoredSize, most);
            memory.Return(most - held);
            batch.Disposed = () => memory.Return(held);
            return (batch, key);
        }
        catch
        {
            batch.Dispose();
            memory.Return(most);
            throw;
        }
    }
}
