using System.Runtime.InteropServices;
using IotAspire.Storage.Model;

namespace IotAspire.Storage.Ingest;

/// <summary>A reading as the table <c>readings</c> takes it.</summary>
// In the order of the parameters it would take 40 bytes instead of 32.
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReadingRecord(uint Sensor, DateTime MeasuredAt, double Value, DateTime EnqueuedAt, ReadingQuality Flags)
{
    public ReadingKey Key => new(Sensor, MeasuredAt);
}

/// <summary>Primary key of <c>readings</c>.</summary>
internal readonly record struct ReadingKey(uint Sensor, DateTime MeasuredAt) : IComparable<ReadingKey>
{
    public int CompareTo(ReadingKey other) =>
        Sensor != other.Sensor ? Sensor.CompareTo(other.Sensor) : MeasuredAt.CompareTo(other.MeasuredAt);
}

/// <summary>A reading that was there already.</summary>
/// <param name="Key">Its key.</param>
/// <param name="IsConflict">Whether the one that is there has another value.</param>
internal readonly record struct RepeatedReading(ReadingKey Key, bool IsConflict);
