using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Live;

/// <summary>Events as text/event-stream writes them (WHATWG HTML, section 9.2).</summary>
internal static class LiveText
{
    // Nothing of an event stream is put into a page as it is; "°C" may stay readable.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static LiveEvent Reading(WatchedSensor sensor, in StoredReading reading)
    {
        var row = reading;
        return new(new(LiveKind.Reading, sensor.Id, row.MeasuredAt), Make("reading", null, json =>
        {
            json.WriteString("sensorId", sensor.SensorId);
            json.WriteString("measuredAt", InstantText.Format(row.MeasuredAt));
            json.WriteNumber("value", row.Value);
            json.WriteString("unit", sensor.Unit);
            json.WriteString("enqueuedAt", InstantText.Format(row.EnqueuedAt));
            json.WriteBoolean("outOfRange", row.Flags.HasFlag(ReadingQuality.OutOfRange));
            json.WriteBoolean("late", row.Flags.HasFlag(ReadingQuality.Late));
        }));
    }

    public static LiveEvent Bucket(WatchedSensor sensor, LiveKind kind, RollupLevel level, RollupRow row) =>
        new(new(kind, sensor.Id, row.BucketStart), Make("bucket", null, json =>
        {
            json.WriteString("sensorId", sensor.SensorId);
            json.WriteString("bucket", level.Name);
            json.WriteString("bucketStart", InstantText.Format(row.BucketStart));
            json.WriteString("bucketEnd", InstantText.Format(row.BucketStart + level.Size));
            json.WriteString("unit", sensor.Unit);
            json.WriteNumber("count", row.Count);
            json.WriteNumber("avg", row.Sum / row.Count);
            json.WriteNumber("min", row.Min);
            json.WriteNumber("max", row.Max);
            json.WriteNumber("sum", row.Sum);
            json.WriteNumber("stddev", Math.Sqrt(row.M2 / row.Count));
            json.WriteNumber("first", row.First);
            json.WriteNumber("last", row.Last);
            json.WriteBoolean("complete", true);
            if (sensor.ExpectedIn(level.Size) is { } expected)
                json.WriteNumber("coverage", Math.Min(1, row.Count / expected));
            else
                json.WriteNull("coverage");
        }));

    /// <summary>An id without data: the reader takes note of it and sees no event.</summary>
    public static LiveEvent Position(DateTime position) =>
        new(new(LiveKind.Position, 0, position), Encoding.UTF8.GetBytes($"id: {InstantText.Format(position)}\n\n"));

    /// <param name="position">What the stream has come to.</param>
    /// <param name="frontier">As last seen.</param>
    /// <param name="stalled">Why the database can't be read; null while it can.</param>
    public static LiveEvent Heartbeat(DateTime position, Frontier? frontier, string? stalled) =>
        new(new(LiveKind.Notice, 0, position), Make("heartbeat", position, json =>
        {
            json.WriteString("storedUntil", frontier?.StoredUntil is { } stored ? InstantText.Format(stored) : null);
            json.WriteNumber("lateReadings", frontier?.Late ?? 0);
            json.WriteString("stalled", stalled);
        }));

    public static byte[] Open(TimeSpan retry, IEnumerable<LiveKind> kinds, int sensors, DateTime? replayedFrom) =>
    [
        .. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"retry: {retry.TotalMilliseconds:0}\n")),
        .. Make("open", null, json =>
        {
            json.WriteStartArray("events");
            foreach (var kind in kinds.Where(kind => kind > LiveKind.Position).Order())
                json.WriteStringValue(kind == LiveKind.Reading ? "reading" : $"bucket {LiveKinds.Levels.First(level => level.Kind == kind).Level.Name}");
            json.WriteEndArray();
            json.WriteNumber("sensors", sensors);
            json.WriteString("replayedFrom", replayedFrom is { } from ? InstantText.Format(from) : null);
        }),
    ];

    /// <summary>Says that events are missing, which, and where they are.</summary>
    public static byte[] Gap(DateTime from, DateTime to, string reason) => Make("gap", null, json =>
    {
        json.WriteString("enqueuedFrom", InstantText.Format(from));
        json.WriteString("enqueuedTo", InstantText.Format(to));
        json.WriteString("reason", reason);
        json.WriteString("howTo", "Request this time from /api/v1/readings and /api/v1/aggregates.");
    });

    private static byte[] Make(string name, DateTime? id, Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>(256);
        text.Write(Encoding.UTF8.GetBytes(id is { } at ? $"id: {InstantText.Format(at)}\nevent: {name}\ndata: " : $"event: {name}\ndata: "));
        using (var json = new Utf8JsonWriter(text, Json))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        text.Write("\n\n"u8);
        return text.WrittenSpan.ToArray();
    }
}
