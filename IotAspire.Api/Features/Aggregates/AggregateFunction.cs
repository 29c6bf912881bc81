using System.Globalization;
using System.Text.RegularExpressions;
using IotAspire.Api.Formats;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Aggregates;

/// <summary>A function over the readings of a bucket.</summary>
/// <param name="Field">Its column.</param>
/// <param name="Needs">What of rollups it is computed from.</param>
/// <param name="Of">The value; the bucket holds at least one reading. The values are sorted; empty unless <see cref="IsFromRaw"/>.</param>
/// <param name="IsFromRaw">Whether it can only be computed from all values.</param>
internal sealed partial record AggregateFunction(Field Field, RollupColumns Needs, AggregateFunction.Compute Of, bool IsFromRaw = false)
{
    public delegate double Compute(in RollupPart bucket, IReadOnlyList<double> values);

    public const string Form = "count, avg, min, max, sum, stddev, first, last, or a percentile from p0 to p100, such as p50, p99 or p99.9";

    private const string Count = "count";

    /// <summary>Those that rollups have.</summary>
    public static readonly IReadOnlyList<AggregateFunction> Plain =
    [
        new(new(Count, ValueKind.Integer, "Number of readings in the bucket."), RollupColumns.None, (in RollupPart bucket, IReadOnlyList<double> _) => bucket.Count),
        new(Column("avg", "Mean of the values."), RollupColumns.Sum, (in RollupPart bucket, IReadOnlyList<double> _) => bucket.Sum / bucket.Count),
        new(Column("min", "Lowest value."), RollupColumns.Extremes, (in RollupPart bucket, IReadOnlyList<double> _) => bucket.Min),
        new(Column("max", "Highest value."), RollupColumns.Extremes, (in RollupPart bucket, IReadOnlyList<double> _) => bucket.Max),
        new(Column("sum", "Sum of the values."), RollupColumns.Sum, (in RollupPart bucket, IReadOnlyList<double> _) => bucket.Sum),
        new(
            Column("stddev", "Population standard deviation of the values."),
            RollupColumns.Sum | RollupColumns.Deviations,
            (in RollupPart bucket, IReadOnlyList<double> _) => Math.Sqrt(bucket.M2 / bucket.Count)),
        new(Column("first", "Value of the earliest reading."), RollupColumns.Ends, (in RollupPart bucket, IReadOnlyList<double> _) => bucket.First),
        new(Column("last", "Value of the latest reading."), RollupColumns.Ends, (in RollupPart bucket, IReadOnlyList<double> _) => bucket.Last),
    ];

    public bool IsCount => Field.Name == Count;

    /// <summary>The names of those.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Plain.Select(function => function.Field.Name)];

    /// <summary>In any case.</summary>
    public static AggregateFunction? Find(string name)
    {
        name = name.ToLowerInvariant();
        if (Plain.FirstOrDefault(function => function.Field.Name == name) is { } plain)
            return plain;
        if (!Percentile().IsMatch(name) || !double.TryParse(name.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) || percent > 100)
            return null;
        return new(
            Column(name, $"Value that {name[1..]} % of the values don't exceed, interpolated between neighboring values."),
            RollupColumns.None,
            (in RollupPart _, IReadOnlyList<double> values) => Interpolate(values, percent / 100),
            IsFromRaw: true);
    }

    // As PERCENTILE_CONT of SQL, and by default numpy, pandas, R (type 7) and Excel (PERCENTILE.INC) do.
    private static double Interpolate(IReadOnlyList<double> sorted, double part)
    {
        var rank = part * (sorted.Count - 1);
        var below = (int)rank;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (rank - below));
    }

    private static Field Column(string name, string meaning) => new(name, ValueKind.Number, meaning, IsNullable: true, Unit: Field.SensorsUnit);

    [GeneratedRegex(@"^p\d{1,3}(\.\d{1,3})?$")]
    private static partial Regex Percentile();
}
