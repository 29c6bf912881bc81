using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Storage.Queries;

/// <summary>Reads rollups in the order of sensor and bucket.</summary>
internal sealed class RollupReader(MySqlDataSource dataSource)
{
    private static readonly ConcurrentDictionary<(RollupLevel Level, RollupColumns Columns), Statement> Statements = new();

    /// <param name="sensors">In the order of their numbers.</param>
    /// <param name="level">Whose rollups.</param>
    /// <param name="range">Buckets that begin in it.</param>
    /// <param name="columns">What is needed.</param>
    /// <param name="maxRows">How many the caller will take at most; null: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<RollupPart> ReadAsync(
        IReadOnlyList<SensorRow> sensors, RollupLevel level, TimeRange range, RollupColumns columns, int? maxRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (sensors.Count == 0)
            yield break;
        var read = AtLeast(columns);
        var statement = Statements.GetOrAdd((level, read), key => Select(key.Level, key.Columns));
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var chunk in SensorStatement.Chunk(sensors, range.Length / level.Size, maxRows))
        {
            await using var command = await statement.PrepareAsync(connection, chunk, range, null, cancellationToken);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                yield return Read(reader, read);
        }
    }

    // Three kinds of statement for each level are enough.
    private static RollupColumns AtLeast(RollupColumns columns) => (columns & ~RollupColumns.Sum) == RollupColumns.None ? RollupColumns.Sum
        : columns.HasFlag(RollupColumns.Faults) ? columns
        : RollupColumns.Sum | RollupColumns.Deviations | RollupColumns.Extremes | RollupColumns.Ends;

    private static Statement Select(RollupLevel level, RollupColumns columns) => new(
        $"read {level.Table} ({columns})",
        $"""
        SELECT `sensor`, `bucket_start`, `count`, `last_late_at`, `ahead`{Names(columns)} FROM `{level.Table}`
        WHERE {Statement.List} AND `bucket_start` >= @from AND `bucket_start` < @to
        ORDER BY `sensor`, `bucket_start`
        """);

    private static string Names(RollupColumns columns) => string.Concat(
        columns.HasFlag(RollupColumns.Sum) ? ", `sum`" : "",
        columns.HasFlag(RollupColumns.Deviations) ? ", `m2`" : "",
        columns.HasFlag(RollupColumns.Extremes) ? ", `min`, `max`" : "",
        columns.HasFlag(RollupColumns.Ends) ? ", `first`, `first_at`, `last`, `last_at`" : "",
        columns.HasFlag(RollupColumns.Faults) ? ", `duplicates`, `conflicts`, `late`, `out_of_range`" : "");

    private static RollupPart Read(MySqlDataReader reader, RollupColumns columns)
    {
        var part = new RollupPart { Sensor = reader.GetUInt32(0), BucketStart = reader.GetDateTime(1), Count = reader.GetUInt32(2) };
        if (!reader.IsDBNull(3))
            part.LastLateAt = reader.GetDateTime(3);
        part.Ahead = reader.GetUInt32(4);
        var next = 5;
        if (columns.HasFlag(RollupColumns.Sum))
            part.Sum = reader.GetDouble(next++);
        if (columns.HasFlag(RollupColumns.Deviations))
            part.M2 = reader.GetDouble(next++);
        if (columns.HasFlag(RollupColumns.Extremes))
            (part.Min, part.Max) = (reader.GetDouble(next++), reader.GetDouble(next++));
        if (columns.HasFlag(RollupColumns.Ends))
        {
            (part.First, part.FirstAt) = (reader.GetDouble(next++), reader.GetDateTime(next++));
            (part.Last, part.LastAt) = (reader.GetDouble(next++), reader.GetDateTime(next++));
        }

        if (columns.HasFlag(RollupColumns.Faults))
        {
            (part.Duplicates, part.Conflicts) = (reader.GetUInt32(next++), reader.GetUInt32(next++));
            (part.Late, part.OutOfRange) = (reader.GetUInt32(next++), reader.GetUInt32(next));
        }

        return part;
    }
}

/// <summary>The columns of a rollup that a request needs; the count is always read.</summary>
[Flags]
internal enum RollupColumns
{
    None = 0,

    Sum = 1,

    /// <summary>Squared deviations; needs <see cref="Sum"/>.</summary>
    Deviations = 2,

    Extremes = 4,

    /// <summary>First and last value with their instants.</summary>
    Ends = 8,

    /// <summary>Repetitions, late readings and those out of range.</summary>
    Faults = 16,
}
