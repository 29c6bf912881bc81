using System.Data;
using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>Checkpoints and claims outside a batch. Times are the database server's, so that clocks of processes don't matter.</summary>
public sealed class CheckpointStore(MySqlDataSource dataSource)
{
    private const string ThisPartition = CheckpointStatements.ThisPartition;
    private const string ThisClaim = ThisPartition + " AND `owner` = @owner AND `owner_level` = @ownerLevel";

    /// <summary>Makes rows for partitions that have none: a partition that nobody has read yet must hold back completeness.</summary>
    public async Task EnsureAsync(IEnumerable<PartitionAddress> partitions, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var partition in partitions)
        {
            await using var command = new MySqlCommand(
                """
                INSERT INTO `checkpoints` (`event_hub`, `consumer_group`, `partition_id`) VALUES (@eventHub, @consumerGroup, @partitionId)
                ON DUPLICATE KEY UPDATE `partition_id` = `partition_id`
                """,
                connection);
            CheckpointStatements.AddPartition(command, partition);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Claims a partition that nobody holds, or whose holder has let its lease lapse.</summary>
    /// <returns>The claim, with a new owner level; null while another holds it or has it locked.</returns>
    public async Task<PartitionOwnership?> TryAcquireAsync(
        PartitionAddress partition, string owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        // A row that is locked belongs to a batch under way. Waiting for it would keep the caller from its other partitions.
        await using var select = new MySqlCommand(
            $"""
            {SilenceLimit.Set};
            SELECT `owner_level` FROM `checkpoints` WHERE {ThisPartition} AND (`owner` IS NULL OR `lease_until` < UTC_TIMESTAMP(6))
            FOR UPDATE SKIP LOCKED
            """,
            connection,
            transaction);
        CheckpointStatements.AddPartition(select, partition);
        if (await select.ExecuteScalarAsync(cancellationToken) is not long formerLevel)
            return null;

        var ownership = new PartitionOwnership(partition, owner, formerLevel + 1);
        await using var update = new MySqlCommand(
            $"""
            UPDATE `checkpoints` SET `owner` = @owner, `owner_level` = @ownerLevel, `lease_until` = UTC_TIMESTAMP(6) + INTERVAL @lease MICROSECOND
            WHERE {ThisPartition}
            """,
            connection,
            transaction);
        CheckpointStatements.AddPartition(update, partition);
        update.Parameters.AddWithValue("@owner", owner);
        update.Parameters.AddWithValue("@ownerLevel", ownership.OwnerLevel);
        update.Parameters.AddWithValue("@lease", Microseconds(lease));
        await update.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ownership;
    }

    /// <summary>Extends a claim.</summary>
    /// <exception cref="OwnershipLostException">Another has taken it.</exception>
    public Task RenewAsync(PartitionOwnership ownership, TimeSpan lease, CancellationToken cancellationToken) => UpdateClaimAsync(
        ownership, "`lease_until` = UTC_TIMESTAMP(6) + INTERVAL @lease MICROSECOND", [new("@lease", Microseconds(lease))], cancellationToken);

    /// <summary>Gives a claim up, so that another need not wait for the lease.</summary>
    /// <exception cref="OwnershipLostException">Another has taken it already.</exception>
    public Task ReleaseAsync(PartitionOwnership ownership, CancellationToken cancellationToken) =>
        UpdateClaimAsync(ownership, "`owner` = NULL, `lease_until` = NULL", [], cancellationToken);

    /// <summary>Notes that the hub held nothing beyond the checkpoint at an instant.</summary>
    /// <exception cref="OwnershipLostException">Another has taken the partition.</exception>
    public Task MarkCaughtUpAsync(PartitionOwnership ownership, DateTime at, long hubSequenceNumber, CancellationToken cancellationToken) =>
        UpdateClaimAsync(
            ownership,
            "`caught_up_at` = @at, `hub_sequence_number` = @hubSequenceNumber",
            [new("@at", at), new("@hubSequenceNumber", hubSequenceNumber)],
            cancellationToken);

    /// <summary>The partition's checkpoint.</summary>
    /// <exception cref="OwnershipLostException">Another has taken the partition.</exception>
    public Task<Checkpoint> ReadAsync(PartitionOwnership ownership, CancellationToken cancellationToken) =>
        InTransactionAsync(ownership, (_, _, checkpoint) => Task.FromResult(checkpoint), cancellationToken);

    /// <summary>Begins a new epoch: the hub's stream is another than the one the checkpoint belongs to.</summary>
    /// <exception cref="OwnershipLostException">Another has taken the partition.</exception>
    public Task<Checkpoint> BeginEpochAsync(PartitionOwnership ownership, DateTime hubCreatedAt, CancellationToken cancellationToken) =>
        InTransactionAsync(
            ownership,
            async (connection, transaction, checkpoint) =>
            {
                var beginning = checkpoint.NextEpoch(hubCreatedAt);
                await CheckpointStatements.BeginEpochAsync(connection, transaction, ownership.Partition, beginning, cancellationToken);
                return beginning;
            },
            cancellationToken);

    private static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private async Task<Checkpoint> InTransactionAsync(
        PartitionOwnership ownership, Func<MySqlConnection, MySqlTransaction, Checkpoint, Task<Checkpoint>> work, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var checkpoint = await CheckpointStatements.LockAsync(connection, transaction, ownership, cancellationToken);
        var result = await work(connection, transaction, checkpoint);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private async Task UpdateClaimAsync(
        PartitionOwnership ownership, string assignments, MySqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new MySqlCommand($"UPDATE `checkpoints` SET {assignments} WHERE {ThisClaim}", connection);
        CheckpointStatements.AddPartition(command, ownership.Partition);
        command.Parameters.AddWithValue("@owner", ownership.Owner);
        command.Parameters.AddWithValue("@ownerLevel", ownership.OwnerLevel);
        command.Parameters.AddRange(parameters);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            throw new OwnershipLostException(ownership);
    }
}
