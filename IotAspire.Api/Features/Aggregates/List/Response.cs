namespace IotAspire.Api.Features.Aggregates.List;

/// <summary>Aggregates of a range.</summary>
/// <param name="From">First instant of the range asked for; buckets that it cuts are in the answer as a whole, see <c>edges</c>.</param>
/// <param name="To">First instant after the range.</param>
/// <param name="Bucket">Length of a bucket.</param>
/// <param name="TimeZone">Whose days, weeks and months they are.</param>
/// <param name="Source">What they were computed from: <c>rollups_1m</c>, <c>rollups_1h</c>, <c>rollups_1d</c>, <c>readings</c>, or <c>rollups_1m and readings</c>.</param>
/// <param name="AvailableFrom">Where it isn't null, what is older and the answer would be computed from has been dropped; longer buckets are kept for longer.</param>
/// <param name="Aggregates">By series and time. In the wide shape a row has <c>bucketStart</c>, <c>bucketEnd</c>, columns named after the series (and the function, if there are several, and always for a sensor called as one of the last two), <c>complete</c> and <c>coverage</c>.</param>
/// <param name="Next">Where the rest is; null if this is all.</param>
internal sealed record Response(
    DateTime From, DateTime To, string Bucket, string TimeZone, string Source, DateTime? AvailableFrom, IReadOnlyList<AggregateResponse> Aggregates, string? Next);

/// <summary>The readings of a series in a bucket; it has just the functions asked for.</summary>
/// <param name="SensorId">The sensor; grouped by type or place: <c>type</c>, or <c>place</c> and <c>type</c>, instead.</param>
/// <param name="BucketStart">First instant of the bucket.</param>
/// <param name="BucketEnd">First instant after the bucket.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="Count">Readings.</param>
/// <param name="Avg">Mean.</param>
/// <param name="Min">Lowest value.</param>
/// <param name="Max">Highest value.</param>
/// <param name="Sum">Sum of the values.</param>
/// <param name="Stddev">Standard deviation of the population.</param>
/// <param name="First">Value of the earliest reading.</param>
/// <param name="Last">Value of the latest reading.</param>
/// <param name="Complete">Whether everything that came in time is in it and nothing came late just now; false: it may still change, or raw readings of it have been dropped. How much of it there is, coverage tells.</param>
/// <param name="Coverage">Part of the readings expected in the bucket up to now that is stored, 0 to 1; null where no interval is known.</param>
/// <param name="FilledFrom">With <c>fill=previous</c>: first instant of the bucket that the values were taken from; null where they are the bucket's own.</param>
internal sealed record AggregateResponse(
    string SensorId,
    DateTime BucketStart,
    DateTime BucketEnd,
    string Unit,
    long Count,
    double? Avg,
    double? Min,
    double? Max,
    double? Sum,
    double? Stddev,
    double? First,
    double? Last,
    bool Complete,
    double? Coverage,
    DateTime? FilledFrom);
