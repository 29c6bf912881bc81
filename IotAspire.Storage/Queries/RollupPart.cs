using IotAspire.Storage.Ingest;
using IotAspire.Storage.Model;

namespace IotAspire.Storage.Queries;

/// <summary>A sensor's readings of a bucket as far as they were asked for; what wasn't is zero.</summary>
internal struct RollupPart
{
    public uint Sensor;
    public DateTime BucketStart;
    public long Count;
    public double Sum;

    /// <summary>Squared deviations from the mean.</summary>
    public double M2;
    public double Min;
    public double Max;
    public double First;
    public DateTime FirstAt;
    public double Last;
    public DateTime LastAt;
    public long Duplicates;
    public long Conflicts;
    public long Late;
    public long OutOfRange;
    public long Ahead;

    /// <summary>When the hub took the newest reading that was late for its minute; the lowest instant where none was.</summary>
    public DateTime LastLateAt;

    /// <summary>One reading.</summary>
    public static RollupPart Of(in StoredReading reading) => new()
    {
        Sensor = reading.Sensor,
        BucketStart = reading.MeasuredAt,
        Count = 1,
        Sum = reading.Value,
        Min = reading.Value,
        Max = reading.Value,
        First = reading.Value,
        FirstAt = reading.MeasuredAt,
        Last = reading.Value,
        LastAt = reading.MeasuredAt,
        LastLateAt = (reading.Flags & ReadingQuality.Late) != 0 ? reading.EnqueuedAt : default,
    };

    /// <summary>Adds other readings of the same bucket.</summary>
    public void Add(in RollupPart other)
    {
        if (other.Count > 0 && Count > 0)
        {
            M2 = SquaredDeviations.Merge(M2, Sum / Count, Count, other.M2, other.Sum / other.Count, other.Count);
            Min = Math.Min(Min, other.Min);
            Max = Math.Max(Max, other.Max);
            if (other.FirstAt < FirstAt)
                (First, FirstAt) = (other.First, other.FirstAt);
            if (other.LastAt > LastAt)
                (Last, LastAt) = (other.Last, other.LastAt);
        }
        else if (other.Count > 0)
        {
            (M2, Min, Max) = (other.M2, other.Min, other.Max);
            (First, FirstAt, Last, LastAt) = (other.First, other.FirstAt, other.Last, other.LastAt);
        }

        Sum += other.Sum;
        Count += other.Count;
        Duplicates += other.Duplicates;
        Conflicts += other.Conflicts;
        Late += other.Late;
        OutOfRange += other.OutOfRange;
        Ahead += other.Ahead;
        if (other.LastLateAt > LastLateAt)
            LastLateAt = other.LastLateAt;
    }
}
