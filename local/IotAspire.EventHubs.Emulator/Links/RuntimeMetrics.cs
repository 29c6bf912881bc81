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

    /// <summary>
    /// The sections before the message annotations, for a message whose publisher sent a header or delivery annotations: delivery annotations
    /// come behind the header, and only once.
    /// </summary>
    /// <param name="metrics">The encoded section.</param>
    /// <param name="message">The stored message, of which the rest comes back.</param>
    public static byte[] Merge(byte[] metrics, ref ReadOnlySpan<byte> message)
    {
        using var writer = new AmqpWriter();
        var ownCount = 0;
        var own = default(ReadOnlySpan<byte>);
        var sections = new SectionReader(message);
        while (sections.Next() && sections.Code != MessageSection.MessageAnnotations)
        {
            if (sections.Code == MessageSection.DeliveryAnnotations)
                own = Pairs(sections.Value, out ownCount);
            else
                writer.Bytes(message[sections.Start..(sections.Start + 3 + sections.Value.Length)]);
        }

        message = message[sections.Start..];
        // Annotations that pretend to be ours would come twice.
        if (own.IndexOf("last_enqueued_"u8) >= 0 || own.IndexOf("runtime_info_"u8) >= 0)
        {
            ownCount = 0;
            own = [];
        }

        var described = new SectionReader(metrics);
        described.Next();
        var ours = Pairs(described.Value, out var count);
        writer.Descriptor(MessageSection.DeliveryAnnotations);
        var map = writer.BeginMap(count + ownCount);
        writer.Bytes(ours);
        writer.Bytes(own);
        writer.EndCompound(map);
        return writer.Written.ToArray();
    }

    private static ReadOnlySpan<byte> Pairs(ReadOnlySpan<byte> map, out int count)
    {
        var reader = new AmqpReader(map);
        count = reader.EnterMap();
        return map[reader.Position..];
    }
}
