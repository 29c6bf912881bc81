using System.Globalization;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Storage.Queries;

/// <summary>Counts readings without reading them: whole days, hours and minutes from their rollups, only the rest from the raw table.</summary>
internal sealed class ReadingCount(MySqlDataSource dataSource)
{
    private const string RawOfRange = $"SELECT COUNT(*) FROM `readings` WHERE {Statement.List} AND `measured_at` >= @from AND `measured_at` < @to";

    private static readonly Statement Raw = new("count readings", RawOfRange);
    private static readonly Statement RawFiltered = new("count some readings", RawOfRange + ReadingFilter.AnyCondition);
    private static readonly Dictionary<RollupLevel, Statement> Sum = RollupLevel.All.ToDictionary(
        level => level, level => new Statement($"count readings of {level.Table}", $"SELECT SUM(`count`) {From(level)}"));
    private static readonly Dictionary<RollupLevel, Statement> About = RollupLevel.All.ToDictionary(
        level => level, level => new Statement($"estimate readings of {level.Table}", $"SELECT SUM(`count`), MAX(`last_late_at`) {From(level)}"));
    private static readonly Statement InMixedMinutes = new("count readings of minutes out of range", $"SELECT SUM(`count`) {From(RollupLevel.Minute)} AND `out_of_range` > 0");

    /// <summary>Exactly those of the range.</summary>
    public async Task<long> CountAsync(IReadOnlyList<SensorRow> sensors, TimeRange range, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var count = 0L;
        foreach (var (level, part) in Split(range))
            count += await SumAsync(connection, level is null ? Raw : Sum[level], sensors, part, null, cancellationToken);
        return count;
    }

    /// <summary>Those that meet a condition; every reading of the range is looked at.</summary>
    public async Task<long> CountAsync(IReadOnlyList<SensorRow> sensors, TimeRange range, ReadingFilter filter, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await SumAsync(connection, filter.IsNone ? Raw : RawFiltered, sensors, range, filter.AddParameters, cancellationToken);
    }

    /// <summary>
    /// Counts the readings of the range, rounded to whole minutes, hours or days, from few rows. The count increases with each reading that is
    /// stored there, so it also tells whether one has arrived.
    /// </summary>
    public async Task<ReadingEstimate> EstimateAsync(IReadOnlyList<SensorRow> sensors, TimeRange range, CancellationToken cancellationToken)
    {
        // So that the edges are small compared to the rest.
        const int Enough = 4;
        var level = RollupLevel.All.LastOrDefault(level => range.Length >= level.Size * Enough) ?? RollupLevel.Minute;
        var around = new TimeRange(level.BucketStart(range.From), level.BucketStart(range.To.AddTicks(-1)) + level.Size);
        var about = new ReadingEstimate(0, default);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var chunk in SensorStatement.Chunk(sensors))
        {
            await using var command = await About[level].PrepareAsync(connection, chunk, around, null, cancellationToken);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            if (await reader.ReadAsync(cancellationToken) && !await reader.IsDBNullAsync(0, cancellationToken))
                about = about.And(reader.GetInt64(0), reader[1] as DateTime? ?? default);
        }

        return about;
    }

    /// <summary>Those of the range that lie in minutes with readings out of their sensor's range.</summary>
    public async Task<long> CountInMixedMinutesAsync(IReadOnlyList<SensorRow> sensors, TimeRange range, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await SumAsync(connection, InMixedMinutes, sensors, range, null, cancellationToken);
    }

    /// <summary>Whole buckets of the coarsest level in the middle, then of the finer ones at both sides, then what is left.</summary>
    private static IEnumerable<(RollupLevel? Level, TimeRange Range)> Split(TimeRange range)
    {
        TimeRange? inner = null;
        foreach (var level in RollupLevel.All.Reverse())
        {
            var whole = new TimeRange(Ceiling(level, range.From), level.BucketStart(range.To));
            if (whole.IsEmpty)
                continue;
            if (inner is null)
                yield return (level, whole);
            else
                foreach (var side in Sides(whole, inner.Value))
                    yield return (level, side);
            inner = whole;
        }

        if (inner is null)
            yield return (null, range);
        else
            foreach (var side in Sides(range, inner.Value))
                yield return (null, side);
    }

    private static IEnumerable<TimeRange> Sides(TimeRange outer, TimeRange inner) =>
        new[] { new TimeRange(outer.From, inner.From), new TimeRange(inner.To, outer.To) }.Where(side => !side.IsEmpty);

    private static string From(RollupLevel level) => $"FROM `{level.Table}` WHERE {Statement.List} AND `bucket_start` >= @from AND `bucket_start` < @to";

    private static DateTime Ceiling(RollupLevel level, DateTime instant)
    {
        var start = level.BucketStart(instant);
        return start == instant ? start : start + level.Size;
    }

    private static async Task<long> SumAsync(
        MySqlConnection connection,
        Statement statement,
        IReadOnlyList<SensorRow> sensors,
        TimeRange range,
        Action<MySqlCommand>? addParameters,
        CancellationToken cancellationToken)
    {
        var count = 0L;
        foreach (var chunk in SensorStatement.Chunk(sensors))
        {
            await using var command = await statement.PrepareAsync(connection, chunk, range, addParameters, cancellationToken);
            if (await command.ExecuteScalarAsync(cancellationToken) is { } sum and not DBNull)
                count += Convert.ToInt64(sum, CultureInfo.InvariantCulture);
        }

        return count;
    }
}

/// <summary>The number of readings in and around a range; differs from an earlier one whenever a reading has been stored there.</summary>
/// <param name="Count">Readings.</param>
/// <param name="LastLateAt">When the hub took the newest of them that was late for its minute; the lowest instant where none was.</param>
internal readonly record struct ReadingEstimate(long Count, DateTime LastLateAt)
{
    public ReadingEstimate And(long count, DateTime lastLateAt) => new(Count + count, lastLateAt > LastLateAt ? lastLateAt : LastLateAt);
}
