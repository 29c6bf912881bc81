using System.Globalization;
using Azure.Messaging.EventHubs;
using IotAspire.Contracts.Readings;
using IotAspire.EventHubs;
using IotAspire.Storage.Ingest;

namespace IotAspire.Aggregator.Ingest;

/// <summary>Turns events into readings and dead letters: the envelope first, then the body, then the reading's time. Pure.</summary>
internal sealed class EventDecoder
{
    private const int MaxSchemaLength = 100;
    private static readonly TimeSpan MaxLead = TimeSpan.FromDays(1);
    private readonly List<DecodedReading> _decoded = [];
    private readonly List<DecodingError> _errors = [];
    private readonly BodyStore _bodies = new();

    public List<IngestReading> Readings { get; } = [];

    public List<DeadLetter> DeadLetters { get; } = [];

    public static EventDecoder Decode(IEnumerable<EventData> events)
    {
        var decoder = new EventDecoder();
        foreach (var received in events)
            decoder.Add(received);
        return decoder;
    }

    /// <summary>Keeps nothing of the event itself.</summary>
    /// <returns>How many bytes are kept of it.</returns>
    public int Add(EventData received)
    {
        var body = _bodies.Keep(received.ReadBody());
        if (received.Properties.TryGetValue(ReadingEvent.SchemaProperty, out var schema) && !ReadingEvent.Schema.Equals(schema))
        {
            var text = $"{schema}";
            var detail = $"{ReadingEvent.SchemaProperty}: is \"{(text.Length > MaxSchemaLength ? $"{text[..MaxSchemaLength]}…" : text)}\", must be \"{ReadingEvent.Schema}\" or absent";
            DeadLetters.Add(new(Origin(received, body), DeadLetterReason.UnknownSchema, detail));
            return body.Length + Size(detail);
        }

        _decoded.Clear();
        _errors.Clear();
        var size = body.Length;
        ReadingDecoder.Decode(body.Span, _decoded, _errors);
        foreach (var (reading, index, start, length) in _decoded)
            Add(reading, Origin(received, body.Slice(start, length), index));
        foreach (var (index, detail, start, length) in _errors)
        {
            DeadLetters.Add(new(Origin(received, body.Slice(start, length), index), DeadLetterReason.Undecodable, detail));
            size += Size(detail);
        }

        return size;
    }

    public void Clear()
    {
        Readings.Clear();
        DeadLetters.Clear();
        _bodies.Clear();
    }

    private void Add(in Reading reading, in EventOrigin origin)
    {
        if (reading.MeasuredAt <= origin.EnqueuedAt + MaxLead)
        {
            Readings.Add(new(reading, origin));
            return;
        }

        var detail = string.Create(
            CultureInfo.InvariantCulture, $"measuredAt: more than {MaxLead.TotalHours} hours after the hub took the event, {origin.EnqueuedAt:O}");
        DeadLetters.Add(new(origin, DeadLetterReason.InTheFuture, detail));
    }

    private static int Size(string text) => text.Length * sizeof(char);

    private static EventOrigin Origin(EventData received, ReadOnlyMemory<byte> body, int item = 0) =>
        new(received.SequenceNumber, item, received.EnqueuedTime.UtcDateTime, body);
}
