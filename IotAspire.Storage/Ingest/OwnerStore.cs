using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>Which processes share the partitions of a hub. Times are the database server's.</summary>
public sealed class OwnerStore(MySqlDataSource dataSource)
{
    /// <summary>Says that a process is there, for a while, and reads who else is and who owns what.</summary>
    /// <param name="eventHub">Name of the event hub.</param>
    /// <param name="consumerGroup">Name of the consumer group.</param>
    /// <param name="owner">The process.</param>
    /// <param name="claim">For how long the others believe it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<OwnershipView> MeetAsync(string eventHub, string consumerGroup, string owner, TimeSpan claim, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = Create(
            connection,
            """
            INSERT INTO `owners` (`event_hub`, `consumer_group`, `owner`, `alive_until`)
            VALUES (@eventHub, @consumerGroup, @owner, UTC_TIMESTAMP(6) + INTERVAL @claim MICROSECOND)
            ON DUPLICATE KEY UPDATE `alive_until` = VALUES(`alive_until`);
            SELECT `owner` FROM `owners`
            WHERE `event_hub` = @eventHub AND `consumer_group` = @consumerGroup AND `alive_until` >= UTC_TIMESTAMP(6);
            SELECT `partition_id`, IF(`lease_until` >= UTC_TIMESTAMP(6), `owner`, NULL) FROM `checkpoints`
            WHERE `event_hub` = @eventHub AND `consumer_group` = @consumerGroup
            """,
            eventHub, consumerGroup, owner);
        command.Parameters.AddWithValue("@claim", claim.Ticks / TimeSpan.TicksPerMicrosecond);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var owners = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            owners.Add(reader.GetString(0));
        await reader.NextResultAsync(cancellationToken);
        var partitions = new Dictionary<string, string?>();
        while (await reader.ReadAsync(cancellationToken))
            partitions.Add(reader.GetString(0), await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetString(1));
        return new(owners, partitions);
    }

    /// <summary>Takes leave, and forgets those who never did.</summary>
    public async Task LeaveAsync(string eventHub, string consumerGroup, string owner, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = Create(
            connection,
            """
            DELETE FROM `owners` WHERE `event_hub` = @eventHub AND `consumer_group` = @consumerGroup
              AND (`owner` = @owner OR `alive_until` < UTC_TIMESTAMP(6) - INTERVAL 1 DAY)
            """,
            eventHub, consumerGroup, owner);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static MySqlCommand Create(MySqlConnection connection, string sql, string eventHub, string consumerGroup, string owner)
    {
        var command = new MySqlCommand(sql, connection);
        command.Parameters.AddWithValue("@eventHub", eventHub);
        command.Parameters.AddWithValue("@consumerGroup", consumerGroup);
        command.Parameters.AddWithValue("@owner", owner);
        return command;
    }
}

/// <summary>Who shares the partitions at one instant.</summary>
/// <param name="Owners">Processes that are there.</param>
/// <param name="OwnerOfPartition">Null for a partition that nobody holds.</param>
public sealed record OwnershipView(IReadOnlyCollection<string> Owners, IReadOnlyDictionary<string, string?> OwnerOfPartition);
