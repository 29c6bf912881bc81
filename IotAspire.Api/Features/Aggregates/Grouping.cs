using IotAspire.Api.Features.Readings;
using IotAspire.Api.Formats;
using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>Which sensors are taken together. Values of different units never are.</summary>
/// <param name="Name">As callers say it.</param>
/// <param name="Fields">What tells its series apart, ahead of the unit, which ends every key.</param>
/// <param name="Labels">A sensor's values of the fields.</param>
internal sealed record Grouping(string Name, IReadOnlyList<Field> Fields, Func<SensorRow, string?[]> Labels)
{
    private static readonly Field Type = new("type", ValueKind.Text, "What is measured; null while no catalogue describes the sensor.", IsNullable: true);
    private static readonly Field Place = new("place", ValueKind.Text, "The sensors' description.", IsNullable: true);

    public static readonly Grouping Sensor = new("sensor", [ReadingFields.SensorId], sensor => [sensor.SensorId]);

    public static readonly IReadOnlyList<Grouping> All =
    [
        Sensor,
        new("type", [Type], sensor => [sensor.Type]),
        new("place", [Place, Type], sensor => [sensor.Description, sensor.Type]),
    ];

    public static string Names => string.Join(", ", All.Select(grouping => grouping.Name));

    public static Grouping? Find(string name) => All.FirstOrDefault(grouping => grouping.Name == name);

    /// <param name="sensors">In the order of their numbers.</param>
    public IReadOnlyList<Series> SeriesOf(IReadOnlyList<SensorRow> sensors)
    {
        if (this == Sensor)
            return [.. sensors.Select(sensor => new Series(sensor.SensorId, [sensor.SensorId, sensor.Unit], [sensor]))];
        return
        [
            .. sensors.Select(sensor => (Sensor: sensor, Labels: (string?[])[.. Labels(sensor), sensor.Unit]))
                .GroupBy(pair => string.Join(' ', pair.Labels.Select(label => label ?? "-")))
                .Select(group => new Series(group.Key, group.First().Labels, [.. group.Select(pair => pair.Sensor)]))
                .OrderBy(series => series.Key, StringComparer.Ordinal),
        ];
    }
}
