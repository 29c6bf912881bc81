using System.Buffers;
using System.Runtime.InteropServices;
using IotAspire.Contracts.Readings;
using IotAspire.EventHubs;

namespace IotAspire.Generator.Publishing;

/// <summary>Makes events of one sensor's readings. Pure.</summary>
internal static class EventPacker
{
    private static readonly Dictionary<string, string> Properties = new() { [ReadingEvent.SchemaProperty] = ReadingEvent.Schema };

    /// <param name="readings">In order.</param>
    /// <param name="readingsPerEvent">How many share an event at most.</param>
    public static List<OutgoingEvent> Pack(List<Reading> readings, int readingsPerEvent)
    {
        var events = new List<OutgoingEvent>((readings.Count + readingsPerEvent - 1) / readingsPerEvent);
        for (var first = 0; first < readings.Count; first += readingsPerEvent)
        {
            var body = new ArrayBufferWriter<byte>();
            var count = Math.Min(readingsPerEvent, readings.Count - first);
            ReadingEncoder.Encode(CollectionsMarshal.AsSpan(readings).Slice(first, count), body);
            events.Add(new(body.WrittenMemory) { ContentType = ReadingEvent.ContentType, Properties = Properties });
        }

        return events;
    }
}
