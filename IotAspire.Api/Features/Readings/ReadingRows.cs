using IotAspire.Api.Features.Selection;
using IotAspire.Storage.Queries;
using IotAspire.Api.Formats;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Readings;

/// <summary>The raw readings of a request.</summary>
/// <exception cref="RequestRefusedException">The cursor belongs to another request.</exception>
internal sealed class ReadingRows(
    ReadingReader reader,
    ReadingCount counts,
    IReadOnlyList<SensorRow> sensors,
    TimeRange range,
    ReadingFilter filter,
    bool isDescending,
    Cursor? after,
    int? limit) : RowSource
{
    private readonly (uint, DateTime)? _begin = after is null ? null : (SensorSelection.Find(sensors, after).Id, after.At);

    /// <summary>Its columns.</summary>
    public static readonly IReadOnlyList<Field> All =
    [
        ReadingFields.SensorId, ReadingFields.MeasuredAt, ReadingFields.Value, ReadingFields.Unit,
        ReadingFields.EnqueuedAt, ReadingFields.OutOfRange, ReadingFields.Late,
    ];

    public override IReadOnlyList<Field> Fields => All;

    /// <summary>Readings are only ever added, so the same number of them are the same; besides them only units can change.</summary>
    public override async Task<string?> VersionAsync(CancellationToken cancellationToken)
    {
        var count = range.IsEmpty ? 0 : (await counts.CountAboutAsync(sensors, range, cancellationToken)).Count;
        var described = string.Join(' ', sensors.Select(sensor => $"{sensor.Id} {sensor.Unit}"));
        return $"{InstantText.Format(range.From)} {InstantText.Format(range.To)} {filter} {isDescending} {after} {count} {described}";
    }

    public override async Task ProduceAsync(RowSink rows, CancellationToken cancellationToken)
    {
        var byId = sensors.ToDictionary(sensor => sensor.Id);
        // One more than asked for tells whether there is a next page.
        var readings = reader.ReadAsync(sensors, range, filter, isDescending, _begin, limit + 1, cancellationToken);
        var sensor = sensors.Count > 0 ? sensors[0] : null;
        var written = 0;
        DateTime last = default;
        await foreach (var reading in readings)
        {
            if (written == limit)
            {
                Next = new Cursor(sensor!.SensorId, last).ToString();
                return;
            }

            if (reading.Sensor != sensor!.Id)
                sensor = byId[reading.Sensor];
            rows.Add(sensor.SensorId);
            rows.Add(reading.MeasuredAt);
            rows.Add(reading.Value);
            rows.Add(sensor.Unit);
            rows.Add(reading.EnqueuedAt);
            rows.Add((reading.Flags & ReadingQuality.OutOfRange) != 0);
            rows.Add((reading.Flags & ReadingQuality.Late) != 0);
            await rows.EndRowAsync(cancellationToken);
            last = reading.MeasuredAt;
            written++;
        }
    }
}
