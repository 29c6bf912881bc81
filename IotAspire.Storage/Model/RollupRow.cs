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
