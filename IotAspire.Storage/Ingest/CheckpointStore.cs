using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// The table <c>checkpoints</c>: how far each partition is stored, and who owns it. Times are the database server's, so that clocks of
/// processes don't matter.
/// </summary>
public sealed class CheckpointStore(MySqlDataSource dataSource)
{
    private const string ThisPartition = "`event_hub` = @eventHub AND `consumer_group` = @consumerGroup AND `partition_id` = @partitionId";
    private const string ThisClaim = $"{ThisPartition} AND `owner` = @owner AND `owner_level` = @ownerLevel";

    private static readonly Statement Ensure = new(
        "ensure checkpoint",
        """
        INSERT INTO `checkpoints` (`event_hub`, `consumer_group`, `partition_id`) VALUES (@eventHub, @consumerGroup, @partitionId)
        ON DUPLICATE KEY UPDATE `partition_id` = `partition_id`
        """);

    // A row that is locked belongs to a batch under way. Waiting for it would keep the caller from its other partitions.
    private static readonly Statement FindUnowned = new(
        "find unowned partition",
        $"""
        {IngestTransaction.LimitSilence};
        SELECT `owner_level` FROM `checkpoints` WHERE {ThisPartition} AND (`owner` IS NULL OR `lease_until` < UTC_TIMESTAMP(6))
        FOR UPDATE SKIP LOCKED
        """);

    private static readonly Statement Claim = new(
        "claim partition",
        $"""
        UPDATE `checkpoints` SET `owner` = @owner, `owner_level` = @ownerLevel, `lease_until` = UTC_TIMESTAMP(6) + INTERVAL @lease MICROSECOND
        WHERE {ThisPartition}
        """);

    private static readonly Statement Renew = new(
        "renew partition", $"UPDATE `checkpoints` SET `lease_until` = UTC_TIMESTAMP(6) + INTERVAL @lease MICROSECOND WHERE {ThisClaim}");

    private static readonly Statement Release = new("release partition", $"UPDATE `checkpoints` SET `owner` = NULL, `lease_until` = NULL WHERE {ThisClaim}");

    private static readonly Statement MarkCaughtUp = new(
        "mark partition caught up", $"UPDATE `checkpoints` SET `caught_up_at` = @at, `hub_sequence_number` = @hubSequenceNumber WHERE {ThisClaim}");

    private static readonly Statement Lock = new(
        "lock checkpoint",
        $"""
        {IngestTransaction.LimitSilence};
        SELECT `owner`, `owner_level`, `hub_created_at`, `epoch`, `sequence_number`, `offset`, `last_enqueued_at` FROM `checkpoints`
        WHERE {ThisPartition} FOR UPDATE
        """);

    private static readonly Statement Advance = new(
        "advance checkpoint",
        $"""
        UPDATE `checkpoints` SET `sequence_number` = @sequenceNumber, `offset` = @offset, `last_enqueued_at` = @enqueuedAt,
          `caught_up_at` = @caughtUpAt, `hub_sequence_number` = COALESCE(@hubSequenceNumber, `hub_sequence_number`),
          `lost_events` = `lost_events` + @lostEvents
        WHERE {ThisPartition}
        """);

    private static readonly Statement BeginEpoch = new(
        "begin stream epoch",
        $"""
        UPDATE `checkpoints` SET `hub_created_at` = @hubCreatedAt, `epoch` = @epoch, `sequence_number` = NULL, `offset` = NULL,
          `last_enqueued_at` = NULL, `caught_up_at` = NULL, `hub_sequence_number` = NULL
        WHERE {ThisPartition}
        """);

    /// <summary>Makes rows for partitions that have none: a partition that nobody has read yet must hold back completeness.</summary>
    public async Task EnsureAsync(IEnumerable<PartitionAddress> partitions, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var partition in partitions)
        {
            await using var command = Ensure.On(connection);
            AddPartition(command, partition);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Claims a partition that nobody holds, or whose holder has let its lease lapse.</summary>
    /// <returns>The claim, with a new owner level; null while another holds it or has it locked.</returns>
    public async Task<PartitionOwnership?> TryAcquireAsync(
        PartitionAddress partition, string owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var transaction = await IngestTransaction.BeginAsync(dataSource, cancellationToken);
        await using var select = transaction.Command(FindUnowned);
        AddPartition(select, partition);
        if (await select.ExecuteScalarAsync(cancellationToken) is not long formerLevel)
            return null;

        var ownership = new PartitionOwnership(partition, owner, formerLevel + 1);
        await using var update = transaction.Command(Claim);
        AddClaim(update, ownership);
        update.Parameters.AddWithValue("@lease", Microseconds(lease));
        await update.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ownership;
    }

    /// <summary>Extends a claim.</summary>
    /// <exception cref="OwnershipLostException">Another has taken it.</exception>
    public Task RenewAsync(PartitionOwnership ownership, TimeSpan lease, CancellationToken cancellationToken) =>
        UpdateClaimAsync(Renew, ownership, [new("@lease", Microseconds(lease))], cancellationToken);

    /// <summary>Gives a claim up, so that others needn't wait until the lease ends.</summary>
    /// <exception cref="OwnershipLostException">Another has taken it already.</exception>
    public Task ReleaseAsync(PartitionOwnership ownership, CancellationToken cancellationToken) =>
        UpdateClaimAsync(Release, ownership, [], cancellationToken);

    /// <summary>Notes that the hub held nothing beyond the checkpoint at an instant.</summary>
    /// <exception cref="OwnershipLostException">Another has taken the partition.</exception>
    public Task MarkCaughtUpAsync(PartitionOwnership ownership, DateTime at, long hubSequenceNumber, CancellationToken cancellationToken) =>
        UpdateClaimAsync(MarkCaughtUp, ownership, [new("@at", at), new("@hubSequenceNumber", hubSequenceNumber)], cancellationToken);

    /// <summary>The partition's checkpoint.</summary>
    /// <exception cref="OwnershipLostException">Another has taken the partition.</exception>
    public async Task<Checkpoint> ReadAsync(PartitionOwnership ownership, CancellationToken cancellationToken)
    {
        await using var transaction = await IngestTransaction.BeginAsync(dataSource, cancellationToken);
        return await LockAsync(transaction, ownership, cancellationToken);
    }

    /// <summary>Begins a new epoch: the checkpoint belongs to an earlier stream of the hub.</summary>
    /// <exception cref="OwnershipLostException">Another has taken the partition.</exception>
    public async Task<Checkpoint> BeginEpochAsync(PartitionOwnership ownership, DateTime hubCreatedAt, CancellationToken cancellationToken)
    {
        await using var transaction = await IngestTransaction.BeginAsync(dataSource, cancellationToken);
        var beginning = (await LockAsync(transaction, ownership, cancellationToken)).NextEpoch(hubCreatedAt);
        await using var command = transaction.Command(BeginEpoch);
        AddPartition(command, ownership.Partition);
        command.Parameters.AddWithValue("@hubCreatedAt", beginning.HubCreatedAt);
        command.Parameters.AddWithValue("@epoch", beginning.Epoch);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return beginning;
    }

    /// <summary>Locks the partition's row until the transaction ends and reads it.</summary>
    /// <exception cref="OwnershipLostException">Owner or owner level differ.</exception>
    internal static async Task<Checkpoint> LockAsync(IngestTransaction transaction, PartitionOwnership ownership, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(Lock);
        AddPartition(command, ownership.Partition);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)
            || await reader.IsDBNullAsync(0, cancellationToken)
            || reader.GetString(0) != ownership.Owner
            || reader.GetInt64(1) != ownership.OwnerLevel)
            throw new OwnershipLostException(ownership);
        return new(reader[2] as DateTime?, reader.GetUInt32(3), reader[4] as long?, reader[5] as string, reader[6] as DateTime?);
    }

    internal static async Task AdvanceAsync(IngestTransaction transaction, IngestBatch batch, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(Advance);
        AddPartition(command, batch.Ownership.Partition);
        command.Parameters.AddWithValue("@sequenceNumber", batch.Next.SequenceNumber);
        command.Parameters.AddWithValue("@offset", batch.Next.Offset);
        command.Parameters.AddWithValue("@enqueuedAt", batch.Next.EnqueuedAt);
        command.Parameters.AddWithValue("@caughtUpAt", batch.CaughtUpAt);
        command.Parameters.AddWithValue("@hubSequenceNumber", batch.HubSequenceNumber);
        command.Parameters.AddWithValue("@lostEvents", batch.LostEvents);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private static void AddPartition(MySqlCommand command, PartitionAddress partition)
    {
        command.Parameters.AddWithValue("@eventHub", partition.EventHub);
        command.Parameters.AddWithValue("@consumerGroup", partition.ConsumerGroup);
        command.Parameters.AddWithValue("@partitionId", partition.PartitionId);
    }

    private static void AddClaim(MySqlCommand command, PartitionOwnership ownership)
    {
        AddPartition(command, ownership.Partition);
        command.Parameters.AddWithValue("@owner", ownership.Owner);
        command.Parameters.AddWithValue("@ownerLevel", ownership.OwnerLevel);
    }

    private async Task UpdateClaimAsync(Statement statement, PartitionOwnership ownership, MySqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = statement.On(connection);
        AddClaim(command, ownership);
        command.Parameters.AddRange(parameters);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            throw new OwnershipLostException(ownership);
    }
}
