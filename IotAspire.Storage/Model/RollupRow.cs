namespace IotAspire.Storage.Model;

/// <summary>Tables <c>rollups_1m</c>, <c>rollups_1h</c>, <c>rollups_1d</c>: one sensor's readings of one bucket.</summary>
public sealed class RollupRow
{
    /// <summary><see cref="SensorRow.Id"/>.</summary>
    public uint Sensor { get; set; }

    /// <summary>First instant of the bucket, UTC.</summary>
    public DateTime BucketStart { get; set; }

    /// <summary>Stored readings.</summary>
    public uint Count { get; set; }

    /// <summary>Sum of their values.</summary>
    public double Sum { get; set; }

    /// <summary>Sum of squared deviations from the bucket's mean.</summary>
    public double M2 { get; set; }

    /// <summary>Lowest value.</summary>
    public double Min { get; set; }

    /// <summary>Highest value.</summary>
    public double Max { get; set; }

    /// <summary>Value of the earliest reading.</summary>
    public double First { get; set; }

    /// <summary>Its instant.</summary>
    public DateTime FirstAt { get; set; }

    /// <summary>Value of the latest reading.</summary>
    public double Last { get; set; }

    /// <summary>Its instant.</summary>
    public DateTime LastAt { get; set; }

    /// <summary>Readings that came again with the same value.</summary>
    public uint Duplicates { get; set; }

    /// <summary>Readings that came again with another value; the first one stands.</summary>
    public uint Conflicts { get; set; }

    /// <summary>Readings that reached the hub after the bucket's end plus the allowed lateness.</summary>
    public uint Late { get; set; }

    /// <summary>Readings outside their sensor's range.</summary>
    public uint OutOfRange { get; set; }

    /// <summary>Readings of a clock that ran ahead, see <see cref="ReadingQuality.Ahead"/>.</summary>
    public uint Ahead { get; set; }

    /// <summary>When the hub took the newest reading that was late for its minute, at every level, UTC; null where none was.</summary>
    public DateTime? LastLateAt { get; set; }
}

/// <summary>A size of bucket that is kept, with its table.</summary>
/// <param name="Name">As the API says it: <c>1m</c>.</param>
/// <param name="Table">The table.</param>
/// <param name="Size">Length of a bucket; divides a day, so that buckets begin at UTC midnight.</param>
public sealed record RollupLevel(string Name, string Table, TimeSpan Size)
{
    /// <summary>One minute.</summary>
    public static RollupLevel Minute { get; } = new("1m", "rollups_1m", TimeSpan.FromMinutes(1));

    /// <summary>One hour.</summary>
    public static RollupLevel Hour { get; } = new("1h", "rollups_1h", TimeSpan.FromHours(1));

    /// <summary>One day, UTC.</summary>
    public static RollupLevel Day { get; } = new("1d", "rollups_1d", TimeSpan.FromDays(1));

    /// <summary>All levels, finest first.</summary>
    public static IReadOnlyList<RollupLevel> All { get; } = [Minute, Hour, Day];

    /// <summary>The first instant of the bucket that holds the given one.</summary>
    public DateTime BucketStart(DateTime instant) => new(instant.Ticks - (instant.Ticks % Size.Ticks), DateTimeKind.Utc);
}
