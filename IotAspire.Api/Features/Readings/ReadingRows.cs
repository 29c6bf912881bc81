using IotAspire.Api.Features.Selection;
using IotAspire.Api.Formats;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;
using IotAspire.Storage.Queries;

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
    int? limit) : RowSource<StoredReading>(limit)
{
    private readonly Dictionary<uint, SensorRow> _sensors = sensors.ToDictionary(sensor => sensor.Id);
    private SensorRow? _sensor;
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
        var count = range.IsEmpty ? 0 : (await counts.EstimateAsync(sensors, range, cancellationToken)).Count;
        var described = string.Join(' ', sensors.Select(sensor => $"{sensor.Id} {sensor.Unit}"));
        return $"{InstantText.Format(range.From)} {InstantText.Format(range.To)} {filter} {isDescending} {after} {count} {described}";
    }

    protected override IAsyncEnumerable<StoredReading> ReadItemsAsync(CancellationToken cancellationToken) =>
        reader.ReadAsync(sensors, range, filter, isDescending, _begin, Limit + 1, cancellationToken);

    protected override void Add(RowBuffer rows, StoredReading item)
    {
        var sensor = SensorOf(item);
        rows.Add(sensor.SensorId);
        rows.Add(item.MeasuredAt);
        rows.Add(item.Value);
        rows.Add(sensor.Unit);
        rows.Add(item.EnqueuedAt);
        rows.Add((item.Flags & ReadingQuality.OutOfRange) != 0);
        rows.Add((item.Flags & ReadingQuality.Late) != 0);
    }

    protected override Cursor CursorOf(StoredReading item) => new(SensorOf(item).SensorId, item.MeasuredAt);

    // Many readings of one sensor come in a row.
    private SensorRow SensorOf(in StoredReading reading) => _sensor?.Id == reading.Sensor ? _sensor : _sensor = _sensors[reading.Sensor];
}
