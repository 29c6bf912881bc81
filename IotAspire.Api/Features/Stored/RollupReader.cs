using System.Runtime.CompilerServices;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Api.Features.Stored;

/// <summary>Reads rollups in the order of sensor and bucket.</summary>
internal sealed class RollupReader(MySqlDataSource dataSource)
{
    /// <param name="sensors">In the order of their numbers.</param>
    /// <param name="level">Whose rollups.</param>
    /// <param name="range">Buckets that begin in it.</param>
    /// <param name="columns">What is needed.</param>
    /// <param name="mostRows">How many the caller will take at most; null: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<RollupPart> ReadAsync(
        IReadOnlyList<SensorRow> sensors, RollupLevel level, TimeRange range, RollupColumns columns, int? mostRows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (sensors.Count == 0)
            yield break;
        var read = AtLeast(columns);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var chunk in SensorChunks.Of(sensors, range.Length / level.Size, mostRows))
        {
            await using var command = await PreparedStatements.PrepareAsync(connection, Shape(level, read), chunk, range, null, cancellationToken);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                yield return Read(reader, read);
        }
    }

    // Three kinds of statement for each level are enough.
    private static RollupColumns AtLeast(RollupColumns columns) => (columns & ~RollupColumns.Sum) == RollupColumns.None ? RollupColumns.Sum
        : columns.HasFlag(RollupColumns.Faults) ? columns
        : RollupColumns.Sum | RollupColumns.Deviations | RollupColumns.Extremes | RollupColumns.Ends;

    private static string Shape(RollupLevel level, RollupColumns columns) =>
        $$"""
        SELECT `sensor`, `bucket_start`, `count`, `last_late_at`, `ahead`{{Names(columns)}} FROM `{{level.Table}}`
        WHERE {sensors} AND `bucket_start` >= @from AND `bucket_start` < @to
        ORDER BY `sensor`, `bucket_start`
        """;

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
