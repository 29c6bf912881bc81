using System.Globalization;
using CsCheck;

namespace IotAspire.Tests.Api.Answers;

/// <summary>A question about readings.</summary>
internal sealed record AskedReadings(SentRange Range, double? Minimum, double? Maximum, bool? OutOfRange, bool? Late, bool IsDescending, bool Counts)
{
    private static readonly Gen<double?> Bound = Gen.Frequency((3, Gen.Const((double?)null)), (1, Gen.Double[-80, 120].Select(value => (double?)value)));
    private static readonly Gen<bool?> Flag = Gen.Frequency((4, Gen.Const((bool?)null)), (1, Gen.Bool.Select(flag => (bool?)flag)));

    public static readonly Gen<AskedReadings> Any = Gen.Select(SentRange.Any, Bound, Bound, Flag, Flag, Gen.Bool, Gen.Bool, (range, minimum, maximum, outOfRange, late, desc, count) =>
        new AskedReadings(range, minimum, maximum < minimum ? minimum : maximum, outOfRange, late, desc, count));

    public string Path => $"/api/v1/readings?{Range.Query}{Parameter("minValue", Minimum)}{Parameter("maxValue", Maximum)}{Parameter("outOfRange", OutOfRange)}{Parameter("late", Late)}"
        + (IsDescending ? "&order=desc" : "") + (Counts ? "&count=true" : "");

    /// <summary>The answer by brute force.</summary>
    public List<KnownReading> Expected(StoredWorld world)
    {
        var expected = world.Readings.Where(reading => Range.Sensors.All.Contains(reading.Sensor) && Range.Contains(reading.MeasuredAt)
            && !(reading.Value < Minimum) && !(reading.Value > Maximum)
            && (OutOfRange is null || reading.OutOfRange == OutOfRange) && (Late is null || reading.Late == Late)).ToList();
        if (IsDescending)
            expected.Reverse();
        return expected;
    }

    private static string Parameter<T>(string name, T? value)
        where T : struct, IFormattable => value is null ? "" : $"&{name}={value.Value.ToString(null, CultureInfo.InvariantCulture)}";

    private static string Parameter(string name, bool? value) => value is null ? "" : $"&{name}={Table.Text(value.Value)}";

    public override string ToString() => Path;
}
