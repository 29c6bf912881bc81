namespace IotAspire.Api.Features.Stored;

/// <summary>How far what is stored reaches, so that an answer can tell what it lacks.</summary>
/// <param name="CompleteUntil">The end of the newest bucket that can be complete; null while a partition has not been read at all.</param>
/// <param name="AllowedLateness">Time after which a reading is late.</param>
/// <param name="RawCutoff">Raw readings measured before it are gone or may go at any time.</param>
/// <param name="MinuteCutoff">One-minute rollups of buckets before it are gone or may go at any time.</param>
/// <param name="DeadLettersDeleted">Dead letters that are gone.</param>
internal sealed record StoredExtent(DateTime? CompleteUntil, TimeSpan AllowedLateness, DateTime RawCutoff, DateTime MinuteCutoff, ulong DeadLettersDeleted)
{
    /// <summary>
    /// Whether nothing more is to come for a bucket: everything that was measured in it in time is stored, and late readings, as of
    /// history that is sent afterwards, have come to rest.
    /// </summary>
    /// <param name="bucketEnd">First instant after the bucket.</param>
    /// <param name="lastLateAt">When the hub took the newest reading of it that was late for its minute; the lowest instant where none was.</param>
    public bool IsComplete(DateTime bucketEnd, DateTime lastLateAt) =>
        bucketEnd <= CompleteUntil && (lastLateAt <= bucketEnd + AllowedLateness || lastLateAt <= CompleteUntil);
}
