using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Storage.Queries;

/// <summary>
/// The time up to which readings are stored, at most a tenth of a second old. Read it before the rows: readings stored in between can
/// only make a bucket more complete than reported.
/// </summary>
internal sealed class StoredState
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(100);

    private static readonly Statement Read = new(
        "read stored extent",
        $"{StreamProgress.Select}; SELECT `allowed_lateness_ms`, `raw_cutoff`, `minute_cutoff`, `dead_letters_deleted` FROM `retention`");

    private readonly Snapshot<StoredExtent> _snapshot;

    public StoredState(MySqlDataSource dataSource, TimeProvider clock) => _snapshot = new(token => ReadAsync(dataSource, token), MaxAge, clock);

    public ValueTask<StoredExtent> GetAsync(CancellationToken cancellationToken) => _snapshot.GetAsync(cancellationToken);

    private static async Task<StoredExtent> ReadAsync(MySqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = Read.On(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var progress = await StreamProgress.ReadAsync(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            throw new InvalidOperationException("The table `retention` has lost its row.");
        var lateness = TimeSpan.FromMilliseconds(reader.GetUInt32(0));
        return new(progress.StoredUntil - lateness, lateness, reader.GetDateTime(1), reader.GetDateTime(2), reader.GetUInt64(3));
    }
}

/// <summary>How far what is stored reaches, so that an answer can tell what it lacks.</summary>
/// <param name="CompleteUntil">The end of the newest bucket that can be complete; null while a partition has not been read at all.</param>
/// <param name="AllowedLateness">Time after which a reading is late.</param>
/// <param name="RawCutoff">Raw readings measured before it are gone or may go at any time.</param>
/// <param name="MinuteCutoff">One-minute rollups of buckets before it are gone or may go at any time.</param>
/// <param name="DeadLettersDeleted">Dead letters that are gone.</param>
internal sealed record StoredExtent(DateTime? CompleteUntil, TimeSpan AllowedLateness, DateTime RawCutoff, DateTime MinuteCutoff, ulong DeadLettersDeleted)
{
    /// <summary>
    /// Whether a bucket has everything that was measured in it in time, and its late readings, such as those of history that is sent
    /// afterwards, have stopped coming.
    /// </summary>
    /// <param name="bucketEnd">First instant after the bucket.</param>
    /// <param name="lastLateAt">When the hub took the newest reading of it that was late for its minute; the lowest instant where none was.</param>
    public bool IsComplete(DateTime bucketEnd, DateTime lastLateAt) =>
        bucketEnd <= CompleteUntil && (lastLateAt <= bucketEnd + AllowedLateness || lastLateAt <= CompleteUntil);
}

/// <summary>How far the event hub's events have been stored.</summary>
/// <param name="Version">Differs whenever anything has been stored.</param>
/// <param name="StoredUntil">What the hub took up to this instant is stored, in every partition; null while one has not been read at all.</param>
internal sealed record StreamProgress(string Version, DateTime? StoredUntil)
{
    /// <summary>What <see cref="ReadAsync"/> reads.</summary>
    public const string Select =
        "SELECT `event_hub`, `consumer_group`, `partition_id`, `epoch`, `sequence_number`, `last_enqueued_at`, `caught_up_at`, `lease_until` FROM `checkpoints`";

    public static async Task<StreamProgress> ReadAsync(MySqlDataReader reader, CancellationToken cancellationToken)
    {
        var checkpoints = new List<CheckpointRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            checkpoints.Add(new()
            {
                EventHub = reader.GetString(0),
                ConsumerGroup = reader.GetString(1),
                PartitionId = reader.GetString(2),
                Epoch = reader.GetUInt32(3),
                SequenceNumber = reader[4] as long?,
                LastEnqueuedAt = reader[5] as DateTime?,
                CaughtUpAt = reader[6] as DateTime?,
                LeaseUntil = reader[7] as DateTime?,
            });
        }

        return Of(checkpoints);
    }

    /// <summary>A hub or consumer group that was read once leaves its rows behind; what counts is the one that is read now.</summary>
    public static StreamProgress Of(IEnumerable<CheckpointRow> checkpoints)
    {
        var stream = checkpoints
            .GroupBy(checkpoint => (checkpoint.EventHub, checkpoint.ConsumerGroup))
            .MaxBy(group => group.Max(checkpoint => checkpoint.LeaseUntil ?? checkpoint.CaughtUpAt ?? checkpoint.LastEnqueuedAt))?
            .ToList() ?? [];
        var reached = stream.ConvertAll(checkpoint => checkpoint.CaughtUpAt ?? checkpoint.LastEnqueuedAt);
        return new(
            string.Join(' ', stream.Select(checkpoint => $"{checkpoint.PartitionId}:{checkpoint.Epoch}:{checkpoint.SequenceNumber}")),
            reached.Count == 0 || reached.Contains(null) ? null : reached.Min());
    }
}
