using CsCheck;

namespace IotAspire.Tests.Api.Answers;

/// <summary>A question about aggregates.</summary>
internal sealed record AskedAggregates(SentRange Range, string Bucket, IReadOnlyList<string> Functions, string GroupBy, string Fill, string Shape, int MaxPoints, string Edges, string OutOfRange)
{
    public static readonly string[] Sizes =
    [
        "10s", "15s", "20s", "30s", "1m", "2m", "5m", "10m", "15m", "20m", "30m", "1h", "2h", "3h", "4h", "6h", "8h", "12h", "1d", "1w", "1mo",
    ];

    private const int MaxBuckets = 5_000;

    private static readonly string[] Known = ["count", "avg", "min", "max", "sum", "stddev", "first", "last"];

    private static readonly Gen<string> Size = Gen.Frequency((8, Gen.OneOfConst(Sizes)), (2, Gen.OneOfConst("1d", "1w", "1mo")), (2, Gen.Const("auto")));

    // From raw readings every third time.
    private static readonly Gen<string[]> Some = Gen.Frequency(
        (2, Gen.OneOfConst(Known)), (1, Gen.OneOfConst("p0", "p50", "p99", "p99.9", "p100", "p12.5", "avg", "last"))).Array[1, 5].Select(names => names.Distinct().ToArray());

    public static readonly Gen<AskedAggregates> Any = Gen.Select(
        SentRange.Any,
        Size,
        Gen.Frequency((1, Gen.Const(Known)), (3, Some)),
        Gen.OneOfConst("sensor", "sensor", "type", "place"),
        Gen.OneOfConst("none", "none", "null", "previous", "linear"),
        Gen.OneOfConst("long", "long", "wide"),
        Gen.Select(Gen.Int[2, 300], Gen.OneOfConst("whole", "started"), Gen.OneOfConst("include", "include", "exclude")),
        (range, bucket, functions, groupBy, fill, shape, rest) => new AskedAggregates(range, bucket, functions, groupBy, fill, shape, rest.Item1, rest.Item2, rest.Item3))
        .Where(asked => asked.Bucket == "auto" || (asked.Range.To - asked.Range.From) / LocalBuckets.Length(asked.Bucket) * asked.Range.Sensors.All.Count < MaxBuckets);

    public bool IsWide => Shape == "wide";

    public bool Accepts(KnownReading reading) => OutOfRange == "include" || !reading.OutOfRange;

    /// <summary>What is the default is left out every now and then.</summary>
    public string Path => $"/api/v1/aggregates?{Range.Query}&bucket={Bucket}&functions={string.Join(',', Functions)}"
        + (GroupBy == "sensor" ? "" : $"&groupBy={GroupBy}")
        + (Fill == "none" ? "" : $"&fill={Fill}")
        + (IsWide ? "&shape=wide" : "")
        + (Edges == "whole" ? "" : $"&edges={Edges}")
        + (OutOfRange == "include" ? "" : $"&outOfRange={OutOfRange}")
        + (Bucket == "auto" ? $"&maxPoints={MaxPoints}" : "");

    public override string ToString() => Path;
}
