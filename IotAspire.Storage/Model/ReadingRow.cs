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
