using System.Runtime.InteropServices;

namespace IotAspire.Storage.Model;

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
