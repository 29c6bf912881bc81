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

    public string Name => table;

    public MySqlConnection Connection => connection;

    public async Task<List<RangePartition>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand(
            """
            SELECT PARTITION_NAME, PARTITION_DESCRIPTION FROM information_schema.PARTITIONS
            WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = @table ORDER BY PARTITION_ORDINAL_POSITION
            """,
            connection);
        command.Parameters.AddWithValue("@table", table);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var partitions = new List<RangePartition>();
        while (await reader.ReadAsync(cancellationToken))
            partitions.Add(new(reader.GetString(0), ReadEnd(reader.GetString(1))));
        return partitions;
    }

    public async Task<bool> HasRowsAsync(RangePartition partition, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand($"SELECT EXISTS (SELECT 1 FROM `{table}` PARTITION (`{partition.Name}`))", connection);
        return Convert.ToBoolean(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    public Task CreateAsync(IReadOnlyList<RangePartition> partitions, string withoutEnd, CancellationToken cancellationToken)
    {
        var parts = partitions.Select(partition => string.Create(
            CultureInfo.InvariantCulture, $"PARTITION `{partition.Name}` VALUES LESS THAN ('{partition.End:yyyy-MM-dd}')"));
        return ExecuteAsync(
            $"ALTER TABLE `{table}` REORGANIZE PARTITION `{withoutEnd}` INTO ({string.Join(", ", parts)}, PARTITION `{withoutEnd}` VALUES LESS THAN (MAXVALUE))",
            cancellationToken);
    }

    public Task DropAsync(IReadOnlyList<RangePartition> partitions, CancellationToken cancellationToken) =>
        ExecuteAsync($"ALTER TABLE `{table}` DROP PARTITION {string.Join(", ", partitions.Select(partition => $"`{partition.Name}`"))}", cancellationToken);

    private static DateTime? ReadEnd(string description) =>
        DateTime.TryParse(description.Trim('\''), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var end) ? end : null;

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        // Once the lock is there, time doesn't matter: without rows in the way it is quick.
        await using var command = new MySqlCommand($"{MaxWait}; {sql}", connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
