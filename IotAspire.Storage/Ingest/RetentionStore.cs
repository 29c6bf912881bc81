using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>The one row of the table <c>retention</c>.</summary>
public sealed class RetentionStore(MySqlDataSource dataSource)
{
    private static readonly Statement SetAllowedLateness = new("set allowed lateness", "UPDATE `retention` SET `allowed_lateness_ms` = @lateness WHERE `id` = 1");

    // LOCK IN SHARE MODE, because MariaDB has no FOR SHARE.
    private static readonly Statement ReadLimits = new(
        "read ingest limits",
        "SELECT `raw_cutoff`, `minute_cutoff`, `allowed_lateness_ms`, `sensors_generation` FROM `retention` WHERE `id` = 1 LOCK IN SHARE MODE");

    /// <summary>Sets from when on a reading is late, for writers and readers alike.</summary>
    public async Task SetAllowedLatenessAsync(TimeSpan allowedLateness, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = SetAllowedLateness.On(connection);
        command.Parameters.AddWithValue("@lateness", (uint)allowedLateness.TotalMilliseconds);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reads the row and locks it until the transaction ends, so that retention can't change during a batch.</summary>
    internal static Task<IngestLimits> ReadLimitsAsync(IngestTransaction transaction, CancellationToken cancellationToken) =>
        ReadAsync(transaction.Command(ReadLimits), cancellationToken);

    internal static Task<IngestLimits> ReadLimitsAsync(MySqlConnection connection, CancellationToken cancellationToken) =>
        ReadAsync(ReadLimits.On(connection), cancellationToken);

    private static async Task<IngestLimits> ReadAsync(MySqlCommand command, CancellationToken cancellationToken)
    {
        await using var disposed = command;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            throw new DataRefusedException("the table `retention` has lost its row");
        return new(reader.GetDateTime(0), reader.GetDateTime(1), TimeSpan.FromMilliseconds(reader.GetUInt32(2)), reader.GetUInt32(3));
    }
}
