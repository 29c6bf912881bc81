using IotAspire.Contracts.Catalogue;

namespace IotAspire.Generator.Generation;

/// <summary>
/// Which sensor measures when: at whole multiples of its interval since the year 1, so that a restarted generator repeats
/// instants instead of inventing new ones beside them. Pure.
/// </summary>
internal sealed class ReadingSchedule
{
    private readonly PriorityQueue<Sensor, DateTime> _due = new();

    /// <param name="sensors">The sensors.</param>
    /// <param name="from">No reading is due before, UTC.</param>
    /// <param name="interval">For all sensors; null: each its own.</param>
    public ReadingSchedule(IEnumerable<Sensor> sensors, DateTime from, TimeSpan? interval)
    {
        foreach (var sensor in sensors.Select(sensor => sensor with { Interval = interval ?? sensor.Interval }))
            _due.Enqueue(sensor, FirstAtOrAfter(from, sensor.Interval));
    }

    /// <summary>When the next reading is due, UTC.</summary>
    public DateTime NextAt
    {
        get
        {
            _due.TryPeek(out _, out var at);
            return at;
        }
    }

    /// <summary>The sensor whose turn it is at <see cref="NextAt"/>; schedules its next reading.</summary>
    public Sensor TakeNext()
    {
        _due.TryPeek(out _, out var at);
        var sensor = _due.Dequeue();
        _due.Enqueue(sensor, at + sensor.Interval);
        return sensor;
    }

    private static DateTime FirstAtOrAfter(DateTime from, TimeSpan interval)
    {
        var steps = (from.Ticks + interval.Ticks - 1) / interval.Ticks;
        return new(steps * interval.Ticks, DateTimeKind.Utc);
    }
}
