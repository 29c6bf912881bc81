using System.Globalization;
using System.Runtime.CompilerServices;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Storage.Queries;

/// <summary>Reads raw readings in the order of sensor and time, or all reversed.</summary>
internal sealed class ReadingReader(MySqlDataSource dataSource)
{
    private const string Select = "SELECT `sensor`, `measured_at`, `value`, `enqueued_at`, `flags` FROM `readings` WHERE";

    private static readonly Statement Ascending = InOrder("read readings", "", "");
    private static readonly Statement AscendingFiltered = InOrder("read some readings", ReadingFilter.AnyCondition, "");
    private static readonly Statement Descending = InOrder("read newest readings", "", " DESC");
    private static readonly Statement DescendingFiltered = InOrder("read some newest readings", ReadingFilter.AnyCondition, " DESC");
    private static readonly Statement WithinRange = new(
        "read readings within range", $"{Select} ({Statement.List}) AND (`flags` & {(byte)ReadingQuality.OutOfRange}) = 0 ORDER BY `sensor`, `measured_at`");

    // Each is a separate range of the primary key; the optimizer plans this number at once without giving up on ranges.
    private const int MinutesPerStatement = 64;

    // Of a sensor that no catalogue gives an interval.
    private static readonly TimeSpan AssumedInterval = TimeSpan.FromSeconds(1);

    /// <param name="sensors">In the order of their numbers.</param>
    /// <param name="range">When they were measured.</param>
    /// <param name="filter">Which of them.</param>
    /// <param name="isDescending">Whether the order of sensors and of times is reversed.</param>
    /// <param name="after">The last reading that the caller has already; its sensor is among the sensors.</param>
    /// <param name="maxRows">How many the caller will take at most; null: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<StoredReading> ReadAsync(
        IReadOnlyList<SensorRow> sensors,
        TimeRange range,
        ReadingFilter filter,
        bool isDescending,
        (uint Sensor, DateTime MeasuredAt)? after,
        int? maxRows,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (range.IsEmpty)
            yield break;
        var left = maxRows;
        void AddParameters(MySqlCommand command)
        {
            filter.AddParameters(command);
            command.Parameters.AddWithValue("@limit", left ?? int.MaxValue);
        }

        var statement = isDescending ? (filter.IsNone ? Descending : DescendingFiltered) : filter.IsNone ? Ascending : AscendingFiltered;
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var (chunk, part) in Parts(sensors, range, isDescending, after, maxRows))
        {
            await using var command = await statement.PrepareAsync(connection, chunk, part, AddParameters, cancellationToken);
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
            var ranges = chunk.Index().Select(minute => string.Create(
                CultureInfo.InvariantCulture, $"(`sensor` = {minute.Item.Sensor} AND `measured_at` >= @m{minute.Index} AND `measured_at` < @m{minute.Index} + INTERVAL 1 MINUTE)"));
            await using var command = WithinRange.On(connection, null, string.Join(" OR ", ranges));
            foreach (var (index, minute) in chunk.Index())
                command.Parameters.AddWithValue($"@m{index}", minute.Start);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                yield return Read(reader);
        }
    }

    private static StoredReading Read(MySqlDataReader reader) =>
        new(reader.GetUInt32(0), reader.GetDateTime(1), reader.GetDouble(2), reader.GetDateTime(3), (ReadingQuality)reader.GetByte(4));

    private static IEnumerable<(IReadOnlyList<SensorRow> Sensors, TimeRange Range)> Parts(
        IReadOnlyList<SensorRow> sensors, TimeRange range, bool isDescending, (uint Sensor, DateTime MeasuredAt)? after, int? maxRows)
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
        foreach (var chunk in SensorStatement.Chunk(ordered, range.Length / interval, maxRows))
            yield return (chunk, range);
    }

    private static Statement InOrder(string name, string condition, string direction) => new(
        name,
        $"""
        {Select} {Statement.List} AND `measured_at` >= @from AND `measured_at` < @to{condition}
        ORDER BY `sensor`{direction}, `measured_at`{direction} LIMIT @limit
        """);
}

/// <summary>Which readings of a range are wanted.</summary>
/// <param name="Minimum">Lowest value.</param>
/// <param name="Maximum">Highest value.</param>
/// <param name="OutOfRange">Only those outside, or only those inside their sensor's range.</param>
/// <param name="Late">Only those that came late, or only those that came in time.</param>
/// <param name="Ahead">Only those of a clock that ran ahead, or only the others.</param>
internal sealed record ReadingFilter(double? Minimum = null, double? Maximum = null, bool? OutOfRange = null, bool? Late = null, bool? Ahead = null)
{
    public static readonly ReadingFilter None = new();

    public static readonly ReadingFilter WithinRange = new(OutOfRange: false);

    public bool IsNone => this == None;

    /// <summary>The condition of any filter; its parameters say which.</summary>
    public const string AnyCondition = " AND `value` BETWEEN @minimum AND @maximum AND (`flags` & @mask) = @flags";

    public string Condition => IsNone ? "" : AnyCondition;

    public void AddParameters(MySqlCommand command)
    {
        if (IsNone)
            return;
        var looked = Flag(OutOfRange is not null, ReadingQuality.OutOfRange) | Flag(Late is not null, ReadingQuality.Late) | Flag(Ahead is not null, ReadingQuality.Ahead);
        var wanted = Flag(OutOfRange == true, ReadingQuality.OutOfRange) | Flag(Late == true, ReadingQuality.Late) | Flag(Ahead == true, ReadingQuality.Ahead);
        command.Parameters.AddWithValue("@minimum", Minimum ?? double.MinValue);
        command.Parameters.AddWithValue("@maximum", Maximum ?? double.MaxValue);
        command.Parameters.AddWithValue("@mask", (byte)looked);
        command.Parameters.AddWithValue("@flags", (byte)wanted);
    }

    private static ReadingQuality Flag(bool isSet, ReadingQuality flag) => isSet ? flag : ReadingQuality.None;
}
