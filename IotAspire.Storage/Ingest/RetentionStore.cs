using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>The one row of the table <c>retention</c>.</summary>
public sealed class RetentionStore(MySqlDataSource dataSource)
{
    /// <summary>Says from when on a reading is late, for writers and readers alike.</summary>
    public async Task SetAllowedLatenessAsync(TimeSpan allowedLateness, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new MySqlCommand("UPDATE `retention` SET `allowed_lateness_ms` = @lateness WHERE `id` = 1", connection);
        command.Parameters.AddWithValue("@lateness", (uint)allowedLateness.TotalMilliseconds);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // LOCK IN SHARE MODE, because MariaDB has no FOR SHARE.
    internal static async Task<IngestLimits> ReadLimitsAsync(
        MySqlConnection connection, MySqlTransaction? transaction, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand(
            "SELECT `raw_cutoff`, `minute_cutoff`, `allowed_lateness_ms`, `sensors_generation` FROM `retention` WHERE `id` = 1 LOCK IN SHARE MODE", connection, transaction);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            throw new DataRefusedException("the table `retention` has lost its row");
        return new(reader.GetDateTime(0), reader.GetDateTime(1), TimeSpan.FromMilliseconds(reader.GetUInt32(2)), reader.GetUInt32(3));
    }
}
