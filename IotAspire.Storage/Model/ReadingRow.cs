using System.Runtime.InteropServices;

namespace IotAspire.Storage.Model;

/// <summary>Table <c>readings</c>: raw readings, range-partitioned by day.</summary>
public sealed class ReadingRow
{
    /// <summary><see cref="SensorRow.Id"/>; no foreign key, since partitioned tables refuse them.</summary>
    public uint Sensor { get; set; }

    /// <summary>By the sensor's clock, UTC, microseconds.</summary>
    public DateTime MeasuredAt { get; set; }

    /// <summary>In the sensor's unit.</summary>
    public double Value { get; set; }

    /// <summary>When the hub took it, UTC, milliseconds.</summary>
    public DateTime EnqueuedAt { get; set; }

    /// <summary>What was noticed when it was stored.</summary>
    public ReadingQuality Flags { get; set; }
}

/// <summary>What was noticed of a reading when it was stored.</summary>
[Flags]
public enum ReadingQuality : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Outside the range that the catalogue gave its sensor at that time.</summary>
    OutOfRange = 1,

    /// <summary>It reached the hub later than its minute's end plus the allowed lateness.</summary>
    Late = 2,

    /// <summary>Measured, by the sensor's clock, more than a minute after the hub took it.</summary>
    Ahead = 4,
}

/// <summary>A reading as the table <c>readings</c> holds it.</summary>
// In the order of the parameters it would take 40 bytes instead of 32.
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StoredReading(uint Sensor, DateTime MeasuredAt, double Value, DateTime EnqueuedAt, ReadingQuality Flags)
{
    public ReadingKey Key => new(Sensor, MeasuredAt);
}

/// <summary>Primary key of <c>readings</c>.</summary>
internal readonly record struct ReadingKey(uint Sensor, DateTime MeasuredAt) : IComparable<ReadingKey>
{
    public int CompareTo(ReadingKey other) =>
        Sensor != other.Sensor ? Sensor.CompareTo(other.Sensor) : MeasuredAt.CompareTo(other.MeasuredAt);
}
