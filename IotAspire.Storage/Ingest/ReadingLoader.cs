using System.Globalization;
using IotAspire.Storage.Model;
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
    private const int PrivilegeMissing = 1227;
    private const string Savepoint = "SAVEPOINT before_load";

    private static readonly Statement Prepare = new("prepare load", $"{ServerWarnings.KeepAll}; {Savepoint}");
    private static readonly Statement PrepareUnprivileged = new("prepare load without privileges", Savepoint);
    private static readonly Statement TakeBack = new("take load back", $"ROLLBACK TO {Savepoint}");
    private static readonly Statement Insert = new(
        "insert readings", $"INSERT IGNORE INTO `readings` (`sensor`, `measured_at`, `value`, `enqueued_at`, `flags`) VALUES {Statement.List}");

    private volatile bool _isLoadDataForbidden;
    private volatile bool _mayNotKeepAllWarnings;

    /// <summary>
    /// To be called before each load: sets the savepoint that <see cref="TakeBackAsync"/> returns to. MySQL lets only privileged accounts have
    /// more warnings than its default of 1,024; then a load that meets more existing keys is taken back and they are looked up.
    /// </summary>
    internal async Task PrepareAsync(IngestTransaction transaction, CancellationToken cancellationToken)
    {
        if (!_mayNotKeepAllWarnings)
        {
            try
            {
                await transaction.ExecuteAsync(Prepare, cancellationToken);
                return;
            }
            catch (MySqlException exception) when (exception.Number == PrivilegeMissing)
            {
                _mayNotKeepAllWarnings = true;
            }
        }

        await transaction.ExecuteAsync(PrepareUnprivileged, cancellationToken);
    }

    /// <summary>Undoes the load since <see cref="PrepareAsync"/>.</summary>
    internal static Task TakeBackAsync(IngestTransaction transaction, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(TakeBack, cancellationToken);

    /// <summary>Sends the rows, in the transaction.</summary>
    /// <returns>How many were new, and the existing keys of the others, as far as the server named them.</returns>
    /// <exception cref="DataRefusedException">The server changed or dropped a row for another reason than an existing key.</exception>
    internal async Task<LoadResult> LoadAsync(IngestTransaction transaction, List<StoredReading> records, CancellationToken cancellationToken)
    {
        if (!_isLoadDataForbidden)
        {
            try
            {
                return await LoadDataAsync(transaction, records, cancellationToken);
            }
            catch (MySqlException exception) when (IsLoadDataForbidden(exception))
            {
                _isLoadDataForbidden = true;
                StorageLog.LoadDataForbidden(logger, exception.Message);
            }
        }

        var result = new LoadResult(0, []);
        foreach (var chunk in records.Chunk(RowsPerStatement))
            result = result.And(await InsertAsync(transaction, chunk, cancellationToken));
        return result;
    }

    private static async Task<LoadResult> LoadDataAsync(IngestTransaction transaction, List<StoredReading> records, CancellationToken cancellationToken)
    {
        await using var stream = new ReadingLines(records);
        var loader = new MySqlBulkLoader(transaction.Connection)
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
        return new(inserted, await ServerWarnings.ReadExistingKeysAsync(transaction, cancellationToken));
    }

    private static async Task<LoadResult> InsertAsync(IngestTransaction transaction, StoredReading[] records, CancellationToken cancellationToken)
    {
        var rows = new ParameterRows();
        foreach (var record in records)
        {
            // Cut to its column's milliseconds, which MySQL would round.
            var enqueuedAt = record.EnqueuedAt.AddTicks(-(record.EnqueuedAt.Ticks % TimeSpan.TicksPerMillisecond));
            rows.Add(record.Sensor, record.MeasuredAt, record.Value, enqueuedAt, (byte)record.Flags);
        }

        await using var command = transaction.Command(Insert, rows);
        var inserted = await command.ExecuteNonQueryAsync(cancellationToken);
        return new(inserted, await ServerWarnings.ReadExistingKeysAsync(transaction, cancellationToken));
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

/// <summary>
/// With IGNORE the server turns errors into warnings, and wrong values into other values: it must not judge data. What it may
/// say is that a key exists, and then it names the key.
/// </summary>
internal static class ServerWarnings
{
    /// <summary>Lets the server keep as many as there can be; it forgets all but 64 otherwise. For the session.</summary>
    public const string KeepAll = "SET SESSION max_error_count = 65535";

    private static readonly Statement Show = new("show warnings", "SHOW WARNINGS");

    private const string InstantForm = "yyyy-MM-dd HH:mm:ss.ffffff";

    /// <summary>The existing keys that the last statement met, as far as its warnings can be read.</summary>
    /// <exception cref="DataRefusedException">It warned of something else.</exception>
    public static async Task<List<ReadingKey>> ReadExistingKeysAsync(IngestTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(Show);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<ReadingKey>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetInt32(1) != (int)MySqlErrorCode.DuplicateKeyEntry)
                throw new DataRefusedException(reader.GetString(2));
            if (TryReadKey(reader.GetString(2), out var key))
                keys.Add(key);
        }

        return keys;
    }

    /// <summary>From a text such as <c>Duplicate entry '17-2026-11-23 12:00:00.000000' for key 'PRIMARY'</c>, in whatever language.</summary>
    internal static bool TryReadKey(ReadOnlySpan<char> warning, out ReadingKey key)
    {
        key = default;
        var start = warning.IndexOf('\'') + 1;
        var dash = start == 0 ? -1 : warning[start..].IndexOf('-');
        if (dash < 0 || warning.Length < start + dash + 1 + InstantForm.Length
            || !uint.TryParse(warning.Slice(start, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var sensor)
            || !DateTime.TryParseExact(
                warning.Slice(start + dash + 1, InstantForm.Length), InstantForm, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var measuredAt))
            return false;
        key = new(sensor, measuredAt);
        return true;
    }
}
