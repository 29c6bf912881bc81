namespace IotAspire.Api.Features.Aggregates.List;

/// <summary>Rollups of a range.</summary>
/// <param name="From">First instant of the range.</param>
/// <param name="To">First instant after the range.</param>
/// <param name="Bucket">Length of a bucket.</param>
/// <param name="Aggregates">In the order of their times; buckets that begin in the range and hold a reading.</param>
/// <param name="Next">Where the rest is; null if this is all.</param>
internal sealed record Response(DateTime From, DateTime To, string Bucket, IReadOnlyList<AggregateResponse> Aggregates, string? Next);

/// <summary>A sensor's readings of one bucket.</summary>
/// <param name="SensorId">The sensor.</param>
/// <param name="BucketStart">First instant of the bucket.</param>
/// <param name="BucketEnd">First instant after the bucket.</param>
/// <param name="Unit">The sensor's unit.</param>
/// <param name="Count">Readings.</param>
/// <param name="Avg">Mean.</param>
/// <param name="Min">Lowest value.</param>
/// <param name="Max">Highest value.</param>
/// <param name="Sum">Sum of the values.</param>
/// <param name="Stddev">Standard deviation of the population.</param>
/// <param name="First">Value of the earliest reading.</param>
/// <param name="Last">Value of the latest reading.</param>
/// <param name="Complete">Whether everything that was measured in time is in it; false: it may still change.</param>
internal sealed record AggregateResponse(
    string SensorId,
    DateTime BucketStart,
    DateTime BucketEnd,
    string Unit,
    uint Count,
    double Avg,
    double Min,
    double Max,
    double Sum,
    double Stddev,
    double First,
    double Last,
    bool Complete);
