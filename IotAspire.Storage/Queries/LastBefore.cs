using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Storage.Queries;

/// <summary>Finds the last rollup or reading of sensors in a range, by the end of an index.</summary>
internal sealed class LastBefore(MySqlDataSource dataSource)
{
    // One sensor at a time: only then the server looks at the end of a range of the key instead of reading it.
    private static readonly Statement LastReading = Last("readings", "measured_at", "");
    private static readonly Statement LastReadingWithinRange = Last("readings", "measured_at", ReadingFilter.WithinRange.Condition);
    private static readonly Dictionary<RollupLevel, Statement> LastRollup = RollupLevel.All.ToDictionary(level => level, level => Last(level.Table, "bucket_start", ""));
    private static readonly Dictionary<RollupLevel, Statement> LastRollupWithinRange =
        RollupLevel.All.ToDictionary(level => level, level => Last(level.Table, "bucket_start", " AND `count` > `out_of_range`"));

    /// <param name="sensors">The sensors.</param>
    /// <param name="level">Whose rollups; null: raw readings.</param>
    /// <param name="range">Where to look.</param>
    /// <param name="isWithinRange">Whether only readings within their sensor's range count.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The rollup's first instant, or when the reading was measured; null if there is none.</returns>
    public async Task<DateTime?> FindAsync(
        IReadOnlyList<SensorRow> sensors, RollupLevel? level, TimeRange range, bool isWithinRange, CancellationToken cancellationToken)
    {
        if (range.IsEmpty)
            return null;
        var statement = level is not null ? (isWithinRange ? LastRollupWithinRange : LastRollup)[level] : isWithinRange ? LastReadingWithinRange : LastReading;
        DateTime? last = null;
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var sensor in sensors)
        {
            // What an earlier sensor has is of use only if it is exceeded.
            var rest = last is { } found ? range with { From = found } : range;
            await using var command = await statement.PrepareAsync(
                connection, [sensor], rest, level is null && isWithinRange ? ReadingFilter.WithinRange.AddParameters : null, cancellationToken);
            if (await command.ExecuteScalarAsync(cancellationToken) is DateTime at)
                last = at;
        }

        return last;
    }

    private static Statement Last(string table, string instant, string filter) => new(
        $"find last of {table}{(filter.Length > 0 ? " within range" : "")}",
        $"SELECT `{instant}` FROM `{table}` WHERE {Statement.List} AND `{instant}` >= @from AND `{instant}` < @to{filter} ORDER BY `sensor` DESC, `{instant}` DESC LIMIT 1");
}
