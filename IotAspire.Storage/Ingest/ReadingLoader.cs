using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// Inserts readings that aren't there yet. LOAD DATA LOCAL is the fastest way by far; where the server forbids it, multi-row
/// inserts do the same. Both ignore rows whose key exists, and neither may ignore anything else.
/// </summary>
public sealed class ReadingLoader(ILogger<ReadingLoader> logger)
{
    private const int RowsPerStatement = 500;
    private const string Columns = "`sensor`, `measured_at`, `value`, `enqueued_at`, `flags`";
    private const int PrivilegeMissing = 1227;
    private const string Savepoint = "SAVEPOINT before_load";
    private volatile bool _isLoadDataForbidden;
    private volatile bool _mayNotKeepAllWarnings;

    /// <summary>
    /// To be called before each load: sets the savepoint that <see cref="TakeBackAsync"/> returns to. MySQL lets only privileged accounts have
    /// more warnings than its default of 1,024; then a load that meets more existing keys is taken back and they are looked up.
    /// </summary>
    internal async Task PrepareAsync(MySqlConnection connection, MySqlTransaction transaction, CancellationToken cancellationToken)
    {
        if (!_mayNotKeepAllWarnings)
        {
            try
            {
                await ExecuteAsync(connection, transaction, $"{ServerWarnings.KeepAll}; {Savepoint}", cancellationToken);
                return;
            }
            catch (MySqlException exception) when (exception.Number == PrivilegeMissing)
            {
                _mayNotKeepAllWarnings = true;
            }
        }

        await ExecuteAsync(connection, transaction, Savepoint, cancellationToken);
    }

    /// <summary>Undoes the load since <see cref="PrepareAsync"/>.</summary>
    internal static Task TakeBackAsync(MySqlConnection connection, MySqlTransaction transaction, CancellationToken cancellationToken) =>
        ExecuteAsync(connection, transaction, $"ROLLBACK TO {Savepoint}", cancellationToken);

    /// <summary>Sends the rows, in the transaction.</summary>
    /// <returns>How many were new, and the existing keys of the others, as far as the server named them.</returns>
    /// <exception cref="DataRefusedException">The server changed or dropped a row for another reason than an existing key.</exception>
    internal async Task<LoadResult> LoadAsync(
        MySqlConnection connection, MySqlTransaction transaction, List<ReadingRecord> records, CancellationToken cancellationToken)
    {
        if (!_isLoadDataForbidden)
        {
            try
            {
                return await LoadDataAsync(connection, transaction, records, cancellationToken);
            }
            catch (MySqlException exception) when (IsLoadDataForbidden(exception))
            {
                _isLoadDataForbidden = true;
                StorageLog.LoadDataForbidden(logger, exception.Message);
            }
        }

        var result = new LoadResult(0, []);
        foreach (var chunk in records.Chunk(RowsPerStatement))
            result = result.And(await InsertAsync(connection, transaction, chunk, cancellationToken));
        return result;
    }

    private static async Task<LoadResult> LoadDataAsync(
        MySqlConnection connection, MySqlTransaction transaction, List<ReadingRecord> records, CancellationToken cancellationToken)
    {
        await using var stream = new ReadingRowsStream(records);
        var loader = new MySqlBulkLoader(connection)
        {
            TableName = "`readings`",
            SourceStream = stream,
            Local = true,
            CharacterSet = "utf8mb4",
            FieldTerminator = "\t",
            LineTerminator = "\n",
            ConflictOption = MySqlBulkLoaderConflictOption.Ignore,
        };
        loader.Columns.AddRange(["sensor", "measured_at", "value", "enqueued_at", "flags"]);
        var inserted = await loader.LoadAsync(cancellationToken);
        return new(inserted, await ServerWarnings.ReadExistingKeysAsync(connection, transaction, cancellationToken));
    }

    private static async Task<LoadResult> InsertAsync(
        MySqlConnection connection, MySqlTransaction transaction, ReadingRecord[] records, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        var rows = new RowsText(command);
        foreach (var record in records)
        {
            // Cut to its column's milliseconds, which MySQL would round.
            var enqueuedAt = record.EnqueuedAt.AddTicks(-(record.EnqueuedAt.Ticks % TimeSpan.TicksPerMillisecond));
            rows.Add(record.Sensor, record.MeasuredAt, record.Value, enqueuedAt, (byte)record.Flags);
        }

        command.CommandText = $"INSERT IGNORE INTO `readings` ({Columns}) VALUES {rows}";
        var inserted = await command.ExecuteNonQueryAsync(cancellationToken);
        return new(inserted, await ServerWarnings.ReadExistingKeysAsync(connection, transaction, cancellationToken));
    }

    private static async Task ExecuteAsync(MySqlConnection connection, MySqlTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand(sql, connection, transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // 3948: MySQL 8 with local_infile off; 1148 and 4166: MariaDB with it off; 1290: a server that reads from one folder only, or one
    // that is read-only for a while, which forbids nothing for good.
    private static bool IsLoadDataForbidden(MySqlException exception) =>
        exception.Number is 3948 or 1148 or 4166 or 1290 && !DatabaseFault.IsTransient(exception);
}

/// <summary>What loading did.</summary>
/// <param name="Inserted">Rows that were new.</param>
/// <param name="Existing">Keys that existed, as the server named them.</param>
internal sealed record LoadResult(int Inserted, List<ReadingKey> Existing)
{
    public LoadResult And(LoadResult next) => new(Inserted + next.Inserted, [.. Existing, .. next.Existing]);
}
