using System.Globalization;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>Delivery annotations that tell a consumer how far its partition has got.</summary>
internal sealed class RuntimeMetrics(TimeProvider time)
{
    public const string Capability = "com.microsoft:enable-receiver-runtime-metric";

    /// <summary>The encoded section, to be put before each message.</summary>
    public byte[] Describe(LogView log)
    {
        using var writer = new AmqpWriter();
        writer.Descriptor(MessageSection.DeliveryAnnotations);
        writer.WriteValue(new AmqpMap(
        [
            new(new Symbol("last_enqueued_sequence_number"), log.LastSequenceNumber),
            new(new Symbol("last_enqueued_offset"), log.LastOffset.ToString(CultureInfo.InvariantCulture)),
            new(new Symbol("last_enqueued_time_utc"), new Timestamp(log.LastEnqueuedTime)),
            new(new Symbol("runtime_info_retrieval_time_utc"), new Timestamp(time.GetUtcNow().ToUnixTimeMilliseconds())),
        ]));
        return writer.Written.ToArray();
    }
}
