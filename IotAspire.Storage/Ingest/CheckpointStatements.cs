using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>What a batch does to its partition's row in <c>checkpoints</c>.</summary>
internal static class CheckpointStatements
{
    public const string ThisPartition = "`event_hub` = @eventHub AND `consumer_group` = @consumerGroup AND `partition_id` = @partitionId";

    private const string Fields = "`hub_created_at`, `epoch`, `sequence_number`, `offset`, `last_enqueued_at`";

    /// <summary>Locks the row until the transaction ends and reads it.</summary>
    /// <exception cref="OwnershipLostException">Owner or owner level differ.</exception>
    public static async Task<Checkpoint> LockAsync(
        MySqlConnection connection, MySqlTransaction transaction, PartitionOwnership ownership, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand(
            $"{SilenceLimit.Set}; SELECT `owner`, `owner_level`, {Fields} FROM `checkpoints` WHERE {ThisPartition} FOR UPDATE", connection, transaction);
        AddPartition(command, ownership.Partition);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken)
            || await reader.IsDBNullAsync(0, cancellationToken)
            || reader.GetString(0) != ownership.Owner
            || reader.GetInt64(1) != ownership.OwnerLevel)
            throw new OwnershipLostException(ownership);
        return Read(reader, 2);
    }

    public static async Task AdvanceAsync(
        MySqlConnection connection, MySqlTransaction transaction, IngestBatch batch, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand(
            $"""
            UPDATE `checkpoints` SET `sequence_number` = @sequenceNumber, `offset` = @offset, `last_enqueued_at` = @enqueuedAt,
              `caught_up_at` = @caughtUpAt, `hub_sequence_number` = COALESCE(@hubSequenceNumber, `hub_sequence_number`),
              `lost_events` = `lost_events` + @lostEvents
            WHERE {ThisPartition}
            """,
            connection,
            transaction);
        AddPartition(command, batch.Ownership.Partition);
        command.Parameters.AddWithValue("@sequenceNumber", batch.Next.SequenceNumber);
        command.Parameters.AddWithValue("@offset", batch.Next.Offset);
        command.Parameters.AddWithValue("@enqueuedAt", batch.Next.EnqueuedAt);
        command.Parameters.AddWithValue("@caughtUpAt", batch.CaughtUpAt);
        command.Parameters.AddWithValue("@hubSequenceNumber", batch.HubSequenceNumber);
        command.Parameters.AddWithValue("@lostEvents", batch.LostEvents);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task BeginEpochAsync(
        MySqlConnection connection, MySqlTransaction transaction, PartitionAddress partition, Checkpoint beginning, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand(
            $"""
            UPDATE `checkpoints` SET `hub_created_at` = @hubCreatedAt, `epoch` = @epoch, `sequence_number` = NULL, `offset` = NULL,
              `last_enqueued_at` = NULL, `caught_up_at` = NULL, `hub_sequence_number` = NULL
            WHERE {ThisPartition}
            """,
            connection,
            transaction);
        AddPartition(command, partition);
        command.Parameters.AddWithValue("@hubCreatedAt", beginning.HubCreatedAt);
        command.Parameters.AddWithValue("@epoch", beginning.Epoch);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static Checkpoint Read(MySqlDataReader reader, int first) => new(
        reader.IsDBNull(first) ? null : reader.GetDateTime(first),
        reader.GetUInt32(first + 1),
        reader.IsDBNull(first + 2) ? null : reader.GetInt64(first + 2),
        reader.IsDBNull(first + 3) ? null : reader.GetString(first + 3),
        reader.IsDBNull(first + 4) ? null : reader.GetDateTime(first + 4));

    public static void AddPartition(MySqlCommand command, PartitionAddress partition)
    {
        command.Parameters.AddWithValue("@eventHub", partition.EventHub);
        command.Parameters.AddWithValue("@consumerGroup", partition.ConsumerGroup);
        command.Parameters.AddWithValue("@partitionId", partition.PartitionId);
    }
}
