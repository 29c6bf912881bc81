using System.Globalization;
using System.Runtime.CompilerServices;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Api.Features.Stored;

/// <summary>A raw reading as it is stored.</summary>
internal readonly record struct StoredReading(uint Sensor, DateTime MeasuredAt, double Value, DateTime EnqueuedAt, ReadingQuality Flags);

/// <summary>Reads raw readings in the order of sensor and time, or all reversed.</summary>
internal sealed class ReadingReader(MySqlDataSource dataSource)
{
    private const string Columns = "`sensor`, `measured_at`, `value`, `enqueued_at`, `flags`";

    // Each is a separate range of the primary key; the optimizer plans this number at once without giving up on ranges.
    private const int MinutesPerStatement = 64;

    // Of a sensor that no catalogue gives an interval.
    private static readonly TimeSpan AssumedInterval = TimeSpan.FromSeconds(1);

    /// <param name="sensors">In the order of their numbers.</param>
    /// <param name="range">When they were measured.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="isDescending">Whether the order of sensors and of times is reversed.</param>
    /// <param name="after">The last reading that the caller has already; its sensor is among the sensors.</param>
    /// <param name="mostRows">How many the caller will take at most; null: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<StoredReading> ReadAsync(
        IReadOnlyList<SensorRow> sensors,
        TimeRange range,
        ReadingFilter filter,
        bool isDescending,
        (uint Sensor, DateTime MeasuredAt)? after,
        int? mostRows,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (range.IsEmpty)
            yield break;
        var left = mostRows;
        void AddParameters(MySqlCommand command)
        {
            filter.AddParameters(command);
            command.Parameters.AddWithValue("@limit", left ?? int.MaxValue);
        }

        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var (chunk, part) in Parts(sensors, range, isDescending, after, mostRows))
        {
            await using var command = await PreparedStatements.PrepareAsync(connection, Shape(filter, isDescending), chunk, part, AddParameters, cancellationToken);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                left--;
                yield return Read(reader);
            }

            if (left <= 0)
                yield break;
        }
    }

    /// <summary>Readings within their sensor's range of minutes that hold others, too.</summary>
    /// <param name="minutes">Sensors' numbers with the minute's first instant, in that order.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<StoredReading> ReadWithinRangeAsync(
        IReadOnlyList<(uint Sensor, DateTime Start)> minutes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var chunk in minutes.Chunk(MinutesPerStatement))
        {
            await using var command = connection.CreateCommand();
            var ranges = new List<string>(chunk.Length);
            foreach (var (index, minute) in chunk.Index())
            {
                ranges.Add(string.Create(CultureInfo.InvariantCulture, $"(`sensor` = {minute.Sensor} AND `measured_at` >= @m{index} AND `measured_at` < @m{index} + INTERVAL 1 MINUTE)"));
                command.Parameters.AddWithValue($"@m{index}", minute.Start);
            }

            command.CommandText =
                $"SELECT {Columns} FROM `readings` WHERE ({string.Join(" OR ", ranges)}) AND (`flags` & {(byte)ReadingQuality.OutOfRange}) = 0 ORDER BY `sensor`, `measured_at`";
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                yield return Read(reader);
        }
    }

    private static StoredReading Read(MySqlDataReader reader) =>
        new(reader.GetUInt32(0), reader.GetDateTime(1), reader.GetDouble(2), reader.GetDateTime(3), (ReadingQuality)reader.GetByte(4));

    private static IEnumerable<(IReadOnlyList<SensorRow> Sensors, TimeRange Range)> Parts(
        IReadOnlyList<SensorRow> sensors, TimeRange range, bool isDescending, (uint Sensor, DateTime MeasuredAt)? after, int? mostRows)
    {
        IReadOnlyList<SensorRow> ordered = isDescending ? [.. sensors.Reverse()] : sensors;
        if (after is { } last)
        {
            var begun = ordered.Where(sensor => sensor.Id == last.Sensor).ToList();
            var rest = isDescending
                ? range with { To = last.MeasuredAt < range.To ? last.MeasuredAt : range.To }
                : range with { From = last.MeasuredAt >= range.From ? last.MeasuredAt.AddTicks(TimeSpan.TicksPerMicrosecond) : range.From };
            if (begun.Count > 0 && !rest.IsEmpty)
                yield return (begun, rest);
            ordered = [.. ordered.Where(sensor => isDescending ? sensor.Id < last.Sensor : sensor.Id > last.Sensor)];
        }

        if (ordered.Count == 0)
            yield break;
        var interval = ordered[0].ExpectedIntervalMs is { } ms and > 0 ? TimeSpan.FromMilliseconds(ms) : AssumedInterval;
        foreach (var chunk in SensorChunks.Of(ordered, range.Length / interval, mostRows))
            yield return (chunk, range);
    }

    private static string Shape(ReadingFilter filter, bool isDescending)
    {
        var direction = isDescending ? " DESC" : "";
        return
            $$"""
            SELECT {{Columns}} FROM `readings`
            WHERE {sensors} AND `measured_at` >= @from AND `measured_at` < @to{{filter.Condition}}
            ORDER BY `sensor`{{direction}}, `measured_at`{{direction}} LIMIT @limit
            """;
    }
}
