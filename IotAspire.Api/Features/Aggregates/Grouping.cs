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
    private const string Nothing = "-";

    private static readonly Field Type = new("type", ValueKind.Text, "Measured quantity; null if no catalogue describes the sensor.", IsNullable: true);
    private static readonly Field Place = new("place", ValueKind.Text, "Description that the sensors share.", IsNullable: true);

    public static readonly Grouping Sensor = new("sensor", [ReadingFields.SensorId], sensor => [sensor.SensorId]);

    public static readonly IReadOnlyList<Grouping> All =
    [
        Sensor,
        new("type", [Type], sensor => [sensor.Type]),
        new("place", [Place, Type], sensor => [sensor.Description, sensor.Type]),
    ];

    public static Grouping? Find(string name) => All.FirstOrDefault(grouping => grouping.Name == name);

    /// <param name="sensors">In the order of their numbers.</param>
    public IReadOnlyList<Series> SeriesOf(IReadOnlyList<SensorRow> sensors)
    {
        if (this == Sensor)
            return [.. sensors.Select(sensor => new Series(sensor.SensorId, [sensor.SensorId, sensor.Unit], [sensor]))];
        var groups = sensors.Select(sensor => (Sensor: sensor, Labels: (string?[])[.. Labels(sensor), sensor.Unit])).GroupBy(pair => Quote(pair.Labels)).ToList();
        // As people write it, unless that is two groups' key, as of "a b" and "c", and "a" and "b c".
        var taken = groups.CountBy(group => Join(group.First().Labels)).Where(key => key.Value > 1).Select(key => key.Key).ToHashSet();
        return
        [
            .. groups.Select(group => (group.First().Labels, Sensors: group.Select(pair => pair.Sensor).ToList()))
                .Select(group => new Series(Join(group.Labels) is var key && taken.Contains(key) ? Quote(group.Labels) : key, group.Labels, group.Sensors))
                .OrderBy(series => series.Key, StringComparer.Ordinal),
        ];
    }

    private static string Join(string?[] labels) => string.Join(' ', labels.Select(label => label ?? Nothing));

    private static string Quote(string?[] labels) =>
        string.Join(' ', labels.Select(label => label is null ? Nothing : $"\"{label.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}

/// <summary>What one line of a chart is about: a sensor, or sensors taken together.</summary>
/// <param name="Key">Tells it from every other; its column's name in a wide answer.</param>
/// <param name="Labels">What its rows say of it, in the order of <see cref="Grouping.Fields"/>.</param>
/// <param name="Sensors">In the order of their numbers.</param>
internal sealed record Series(string Key, IReadOnlyList<string?> Labels, IReadOnlyList<SensorRow> Sensors)
{
    private const double MillisecondsPerSecond = 1000;

    /// <summary>Expected readings per second; not a number where the interval of a sensor isn't known.</summary>
    public double ExpectedRate { get; } = Sensors.Sum(sensor => sensor.ExpectedIntervalMs is { } interval and > 0 ? MillisecondsPerSecond / interval : double.NaN);
}
