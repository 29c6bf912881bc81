using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>Which processes share the partitions of a hub. Times are the database server's.</summary>
public sealed class OwnerStore(MySqlDataSource dataSource)
{
    private static readonly Statement Register = new(
        "register owner",
        """
        INSERT INTO `owners` (`event_hub`, `consumer_group`, `owner`, `alive_until`)
        VALUES (@eventHub, @consumerGroup, @owner, UTC_TIMESTAMP(6) + INTERVAL @claim MICROSECOND)
        ON DUPLICATE KEY UPDATE `alive_until` = VALUES(`alive_until`);
        SELECT `owner` FROM `owners`
        WHERE `event_hub` = @eventHub AND `consumer_group` = @consumerGroup AND `alive_until` >= UTC_TIMESTAMP(6);
        SELECT `partition_id`, IF(`lease_until` >= UTC_TIMESTAMP(6), `owner`, NULL) FROM `checkpoints`
        WHERE `event_hub` = @eventHub AND `consumer_group` = @consumerGroup
        """);

    private static readonly Statement Deregister = new(
        "deregister owner",
        """
        DELETE FROM `owners` WHERE `event_hub` = @eventHub AND `consumer_group` = @consumerGroup
          AND (`owner` = @owner OR `alive_until` < UTC_TIMESTAMP(6) - INTERVAL 1 DAY)
        """);

    /// <summary>Registers a process for a while and reads which others are registered and who owns what.</summary>
    /// <param name="eventHub">Name of the event hub.</param>
    /// <param name="consumerGroup">Name of the consumer group.</param>
    /// <param name="owner">The process.</param>
    /// <param name="claim">How long the registration holds.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<OwnershipView> RegisterAsync(string eventHub, string consumerGroup, string owner, TimeSpan claim, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = Create(connection, Register, eventHub, consumerGroup, owner);
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

    /// <summary>Deregisters a process, and those that ended without doing so.</summary>
    public async Task DeregisterAsync(string eventHub, string consumerGroup, string owner, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = Create(connection, Deregister, eventHub, consumerGroup, owner);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static MySqlCommand Create(MySqlConnection connection, Statement statement, string eventHub, string consumerGroup, string owner)
    {
        var command = statement.On(connection);
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
