using IotAspire.Api.Features.Sensors;
using IotAspire.Api.Formats;
using IotAspire.Storage.Model;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Catalogue;

/// <summary>A sensor with what it has sent so far.</summary>
/// <param name="Sensor">The sensor.</param>
/// <param name="Newest">Null without readings.</param>
/// <param name="AheadUntil">When the newest of its readings of times to come was measured; null without any.</param>
/// <param name="Lifetime">Null without readings.</param>
/// <param name="Now">When it was asked.</param>
internal sealed record DescribedSensor(SensorRow Sensor, NewestDay? Newest, DateTime? AheadUntil, Lifetime? Lifetime, DateTime Now)
{
    public static readonly IReadOnlyList<FieldOf<DescribedSensor>> Columns =
    [
        .. SensorColumns.All.Select(column => new FieldOf<DescribedSensor>(column.Field, (rows, entry) => column.Add(rows, entry.Sensor))),
        new(new("firstReadingAt", ValueKind.Instant, "When the first stored reading was measured.", IsNullable: true), (rows, entry) => rows.Add(entry.Lifetime?.FirstAt)),
        new(new("lastReadingAt", ValueKind.Instant, "When the newest reading was measured. Readings with a time in the future count once that minute has come.", IsNullable: true), (rows, entry) => rows.Add(entry.Newest?.LastAt)),
        new(new("readingCount", ValueKind.Integer, "Number of readings stored so far."), (rows, entry) => rows.Add(entry.Lifetime?.Count ?? 0)),
        new(new("ratePerSecond", ValueKind.Number, "Readings per second on the newest day with readings.", IsNullable: true, Unit: "1/s"), (rows, entry) => rows.Add(entry.Rate)),
        new(new("freshnessSeconds", ValueKind.Number, "Age of the newest reading, never negative.", IsNullable: true, Unit: "s"), (rows, entry) => rows.Add(entry.Freshness)),
        new(new("aheadSeconds", ValueKind.Number, "How far the newest reading lies in the future, by which the sensor's clock is ahead; null if none does.", IsNullable: true, Unit: "s"), (rows, entry) => rows.Add(entry.Ahead)),
    ];

    // As many intervals as readings but one.
    private double? Rate => Newest is { Count: > 1 } day && day.LastAt > day.FirstAt ? (day.Count - 1) / (day.LastAt - day.FirstAt).TotalSeconds : null;

    private double? Ahead => AheadUntil is { } until ? (until - Now).TotalSeconds : null;

    private double? Freshness => Newest is { } day ? Math.Max(0, (Now - day.LastAt).TotalSeconds) : null;
}
