using IotAspire.Api.Times;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Api.Features.Stored;

/// <summary>Finds the last rollup or reading of sensors in a range, by the end of an index.</summary>
internal sealed class LastBefore(MySqlDataSource dataSource)
{
    // One sensor at a time: only then the server looks at the end of a range of the key instead of reading it.
    private const string LastReading =
        "SELECT `measured_at` FROM `readings` WHERE {sensors} AND `measured_at` >= @from AND `measured_at` < @to{filter} ORDER BY `sensor` DESC, `measured_at` DESC LIMIT 1";

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
        DateTime? last = null;
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var sensor in sensors)
        {
            // What an earlier sensor has is of use only if it is exceeded.
            var rest = last is { } found ? range with { From = found } : range;
            await using var command = await PreparedStatements.PrepareAsync(
                connection, Shape(level, isWithinRange), [sensor], rest, level is null && isWithinRange ? ReadingFilter.WithinRange.AddParameters : null, cancellationToken);
            if (await command.ExecuteScalarAsync(cancellationToken) is DateTime at)
                last = at;
        }

        return last;
    }

    private static string Shape(RollupLevel? level, bool isWithinRange) => level is null
        ? LastReading.Replace("{filter}", isWithinRange ? ReadingFilter.WithinRange.Condition : "", StringComparison.Ordinal)
        : $"SELECT `bucket_start` FROM `{level.Table}` WHERE {{sensors}} AND `bucket_start` >= @from AND `bucket_start` < @to{(isWithinRange ? " AND `count` > `out_of_range`" : "")} ORDER BY `sensor` DESC, `bucket_start` DESC LIMIT 1";
}
