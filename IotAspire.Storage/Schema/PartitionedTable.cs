using System.Globalization;
using MySqlConnector;

namespace IotAspire.Storage.Schema;

/// <summary>
/// Changes a table's partitions. Each change needs the table for a moment alone: it gives up soon when long transactions hold it,
/// because statements that come after a waiting change wait, too.
/// </summary>
internal sealed class PartitionedTable(MySqlConnection connection, string table)
{
    private const string MaxWait = "SET SESSION lock_wait_timeout = 5";

    private static readonly Statement Read = new(
        "read partitions",
        """
        SELECT PARTITION_NAME, PARTITION_DESCRIPTION FROM information_schema.PARTITIONS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = @table ORDER BY PARTITION_ORDINAL_POSITION
        """);

    private readonly Statement _hasRows = new($"look into partition of {table}", $"SELECT EXISTS (SELECT 1 FROM `{table}` PARTITION ({Statement.List}))");
    private readonly Statement _alter = new($"change partitions of {table}", $"{MaxWait}; ALTER TABLE `{table}` {Statement.List}");

    public string Name => table;

    public MySqlConnection Connection => connection;

    public async Task<List<RangePartition>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = Read.On(connection);
        command.Parameters.AddWithValue("@table", table);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var partitions = new List<RangePartition>();
        while (await reader.ReadAsync(cancellationToken))
            partitions.Add(new(reader.GetString(0), ReadEnd(reader.GetString(1))));
        return partitions;
    }

    public async Task<bool> HasRowsAsync(RangePartition partition, CancellationToken cancellationToken)
    {
        await using var command = _hasRows.On(connection, null, $"`{partition.Name}`");
        return Convert.ToBoolean(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    public Task CreateAsync(IReadOnlyList<RangePartition> partitions, string withoutEnd, CancellationToken cancellationToken)
    {
        var parts = partitions.Select(partition => string.Create(
            CultureInfo.InvariantCulture, $"PARTITION `{partition.Name}` VALUES LESS THAN ('{partition.End:yyyy-MM-dd}')"));
        return ExecuteAsync(
            $"REORGANIZE PARTITION `{withoutEnd}` INTO ({string.Join(", ", parts)}, PARTITION `{withoutEnd}` VALUES LESS THAN (MAXVALUE))",
            cancellationToken);
    }

    public Task DropAsync(IReadOnlyList<RangePartition> partitions, CancellationToken cancellationToken) =>
        ExecuteAsync($"DROP PARTITION {string.Join(", ", partitions.Select(partition => $"`{partition.Name}`"))}", cancellationToken);

    private static DateTime? ReadEnd(string description) =>
        DateTime.TryParse(description.Trim('\''), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var end) ? end : null;

    private async Task ExecuteAsync(string change, CancellationToken cancellationToken)
    {
        // Once the lock is there, time doesn't matter: without rows in the way it is quick.
        await using var command = _alter.On(connection, null, change);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
