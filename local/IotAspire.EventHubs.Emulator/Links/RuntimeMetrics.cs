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
        var own = default(ReadOnlySpan<byte>);
        var sections = new SectionReader(message);
        while (sections.Next() && sections.Code != MessageSection.MessageAnnotations)
        {
            if (sections.Code == MessageSection.DeliveryAnnotations)
                own = sections.Value;
            else
                writer.Bytes(message[sections.Start..(sections.Start + 3 + sections.Value.Length)]);
        }

        message = message[sections.Start..];
        var described = new SectionReader(metrics);
        described.Next();
        using var pairs = new AmqpWriter();
        var count = Copy(described.Value, pairs, withOurs: true) + (own.IsEmpty ? 0 : Copy(own, pairs, withOurs: false));
        writer.Descriptor(MessageSection.DeliveryAnnotations);
        var map = writer.BeginMap(count);
        writer.Bytes(pairs.Written);
        writer.EndCompound(map);
        return writer.Written.ToArray();
    }

    // Annotations that pretend to be ours would come twice.
    private static int Copy(ReadOnlySpan<byte> map, AmqpWriter writer, bool withOurs)
    {
        var reader = new AmqpReader(map);
        var count = 0;
        for (var left = reader.EnterMap(); left > 0; left -= 2)
        {
            var start = reader.Position;
            reader.Skip();
            var key = map[start..reader.Position];
            reader.Skip();
            if (!withOurs && (key.IndexOf("last_enqueued_"u8) >= 0 || key.IndexOf("runtime_info_"u8) >= 0))
                continue;
            writer.Bytes(map[start..reader.Position]);
            count += 2;
        }

        return count;
    }
}
