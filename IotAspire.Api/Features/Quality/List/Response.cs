namespace IotAspire.Api.Features.Quality.List;

/// <summary>How good readings are.</summary>
/// <param name="From">First instant of the range asked for; buckets that it cuts are in the answer as a whole, see <c>edges</c>.</param>
/// <param name="To">First instant after the range.</param>
/// <param name="Bucket">Length of a bucket.</param>
/// <param name="TimeZone">Whose days, weeks and months they are.</param>
/// <param name="AvailableFrom">Where it isn't null, the minutes before it have been dropped, and nothing can be told of them.</param>
/// <param name="Quality">By sensor and time, up to now.</param>
/// <param name="Next">Where the rest is; null if this is all.</param>
internal sealed record Response(DateTime From, DateTime To, string Bucket, string TimeZone, DateTime? AvailableFrom, IReadOnlyList<QualityResponse> Quality, string? Next);

/// <summary>How good a sensor's readings of a bucket are.</summary>
/// <param name="SensorId">The sensor.</param>
/// <param name="BucketStart">First instant of the bucket.</param>
/// <param name="BucketEnd">First instant after the bucket.</param>
/// <param name="Count">Stored readings.</param>
/// <param name="Expected">Readings that should have come since the sensor's first one and by now; null where no interval is known.</param>
/// <param name="Coverage">Part of the expected readings that is stored, 0 to 1; null where none is expected or no interval is known.</param>
/// <param name="Duplicates">Readings that came again with the same value; stored once.</param>
/// <param name="Conflicts">Readings that came again with another value; the first stands.</param>
/// <param name="Late">Readings that came after their minute was closed.</param>
/// <param name="OutOfRange">Readings outside their sensor's range.</param>
/// <param name="Ahead">Readings of a clock that ran ahead: measured more than a minute after the event hub took them.</param>
/// <param name="Gaps">Runs of empty minutes that the sensor's interval doesn't explain.</param>
/// <param name="GapMinutes">Their minutes.</param>
/// <param name="FlatMinutes">Minutes in runs of 10 or more in which the value never changed.</param>
/// <param name="Score">0 to 100: 100 × coverage × (1 − outOfRange/count) × (1 − flatMinutes/minutes with readings) × (1 − conflicts/(count + conflicts)); null where nothing was expected or no interval is known.</param>
/// <param name="Complete">Whether everything that came in time is in it and nothing came late just now.</param>
internal sealed record QualityResponse(
    string SensorId,
    DateTime BucketStart,
    DateTime BucketEnd,
    long Count,
    long? Expected,
    double? Coverage,
    long Duplicates,
    long Conflicts,
    long Late,
    long OutOfRange,
    long Ahead,
    long Gaps,
    long GapMinutes,
    long FlatMinutes,
    double? Score,
    bool Complete);
