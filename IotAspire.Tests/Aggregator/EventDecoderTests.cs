using System.Text;
using Azure.Core.Amqp;
using Azure.Messaging.EventHubs;
using IotAspire.Aggregator.Ingest;
using IotAspire.EventHubs;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.EventHubs;

namespace IotAspire.Tests.Aggregator;

public sealed class EventDecoderTests
{
    private static readonly DateTime Enqueued = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Readings_and_dead_letters_keep_where_they_came_from()
    {
        var decoded = EventDecoder.Decode([
            Event(7, Reading("2026-11-23T12:00:00Z")),
            Event(8, "poison"),
            Event(9, $"[{Reading("2026-11-23T12:00:01Z")},5]"),
        ]);

        Assert.Equal([(7L, 0), (9L, 0)], decoded.Readings.Select(reading => (reading.Origin.SequenceNumber, reading.Origin.Item)));
        Assert.Equal([(8L, 0, "poison"), (9L, 1, "5")], decoded.DeadLetters.Select(letter => (letter.Origin.SequenceNumber, letter.Origin.Item, Encoding.UTF8.GetString(letter.Origin.Body.Span))));
        Assert.All(decoded.DeadLetters, letter => Assert.Equal(DeadLetterReason.Undecodable, letter.Reason), throwIfEmpty: true);
    }

    [Fact]
    public void A_reading_may_be_measured_a_day_after_it_was_enqueued_and_not_later()
    {
        var decoded = EventDecoder.Decode([Event(1, Reading("2026-11-24T12:00:00Z")), Event(2, Reading("2026-11-24T12:00:00.000001Z"))]);

        Assert.Equal(1, Assert.Single(decoded.Readings).Origin.SequenceNumber);
        Assert.Equal((2L, DeadLetterReason.InTheFuture), decoded.DeadLetters.Select(letter => (letter.Origin.SequenceNumber, letter.Reason)).Single());
    }

    [Fact]
    public void An_unknown_schema_is_refused_unread()
    {
        var decoded = EventDecoder.Decode([
            Event(1, Reading("2026-11-23T12:00:00Z"), schema: "iotaspire.reading/2"),
            Event(2, Reading("2026-11-23T12:00:00Z"), schema: "iotaspire.reading/1"),
        ]);

        Assert.Equal(2, Assert.Single(decoded.Readings).Origin.SequenceNumber);
        var letter = Assert.Single(decoded.DeadLetters);
        Assert.Equal(DeadLetterReason.UnknownSchema, letter.Reason);
        Assert.Contains("iotaspire.reading/1", letter.Detail, StringComparison.Ordinal);
    }

    // A sender may put a megabyte there, of which nothing must stay in memory.
    [Fact]
    public void A_long_schema_is_cut_and_counted()
    {
        var decoder = new EventDecoder();

        var kept = decoder.Add(Event(1, "", schema: new string('x', 1_000_000)));

        var detail = Assert.Single(decoder.DeadLetters).Detail;
        Assert.InRange(detail.Length, 100, 200);
        Assert.Equal(detail.Length * sizeof(char), kept);
    }

    [Fact]
    public void A_body_of_many_sections_is_joined_at_once()
    {
        var received = Event(1, "");
        received.GetRawAmqpMessage().Body = AmqpMessageBody.FromData(Enumerable.Range(0, 100_000).Select(index => new ReadOnlyMemory<byte>([(byte)(index % 256)])));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var body = received.ReadBody();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
        Assert.Equal(100_000, body.Length);
        Assert.Equal(99_999 % 256, body.Span[^1]);
    }

    private static string Reading(string measuredAt) => $$"""{"sensorId":"a","measuredAt":"{{measuredAt}}","value":1,"unit":"°C"}""";

    private static EventData Event(long sequenceNumber, string body, string? schema = null) => TestHub.Received(
        sequenceNumber, Enqueued, Encoding.UTF8.GetBytes(body), schema is null ? null : new Dictionary<string, object> { ["schema"] = schema });
}
