using IotAspire.Storage.Model;

namespace IotAspire.Storage.Ingest;

/// <summary>What a batch adds to one bucket. Moments by Welford's method, so that small deviations on large values survive.</summary>
internal struct RollupDelta
{
    private double _mean;

    public uint Count { get; private set; }

    public double Sum { get; private set; }

    /// <summary>Squared deviations from the mean of this delta alone.</summary>
    public double M2 { get; private set; }

    public double Min { get; private set; }

    public double Max { get; private set; }

    public double First { get; private set; }

    public DateTime FirstAt { get; private set; }

    public double Last { get; private set; }

    public DateTime LastAt { get; private set; }

    public uint Duplicates { get; private set; }

    public uint Conflicts { get; private set; }

    public uint Late { get; private set; }

    public uint OutOfRange { get; private set; }

    public uint Ahead { get; private set; }

    /// <summary>When the hub took the newest reading that was late for its minute; the lowest instant where none was.</summary>
    public DateTime LastLateAt { get; private set; }

    public void Add(DateTime at, double value, ReadingQuality quality)
    {
        if (Count == 0)
            (Min, Max, First, FirstAt, Last, LastAt) = (value, value, value, at, value, at);
        Count++;
        Sum += value;
        var deviation = value - _mean;
        _mean += deviation / Count;
        M2 += deviation * (value - _mean);
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
        if (at < FirstAt)
            (First, FirstAt) = (value, at);
        if (at > LastAt)
            (Last, LastAt) = (value, at);
        OutOfRange += (quality & ReadingQuality.OutOfRange) != 0 ? 1u : 0;
        Ahead += (quality & ReadingQuality.Ahead) != 0 ? 1u : 0;
    }

    /// <summary>Adds the readings of another delta, all but how many of them are late: that differs from level to level.</summary>
    public void Merge(in RollupDelta other)
    {
        if (other.Count == 0)
            return;
        MergeMoments(other);
        OutOfRange += other.OutOfRange;
        Ahead += other.Ahead;
        NoteLate(other.LastLateAt);
    }

    public void AddLate() => Late++;

    /// <summary>Notes when the hub took a reading that was late for its minute.</summary>
    public void NoteLate(DateTime enqueuedAt)
    {
        if (enqueuedAt > LastLateAt)
            LastLateAt = enqueuedAt;
    }

    public void AddRepeated(bool isConflict)
    {
        if (isConflict)
            Conflicts++;
        else
            Duplicates++;
    }

    private void MergeMoments(in RollupDelta other)
    {
        if (Count == 0)
        {
            (Count, Sum, M2, _mean) = (other.Count, other.Sum, other.M2, other._mean);
            (Min, Max, First, FirstAt, Last, LastAt) = (other.Min, other.Max, other.First, other.FirstAt, other.Last, other.LastAt);
            return;
        }

        M2 = SquaredDeviations.Merge(M2, _mean, Count, other.M2, other._mean, other.Count);
        _mean += (other._mean - _mean) * other.Count / ((double)Count + other.Count);
        Count += other.Count;
        Sum += other.Sum;
        Min = Math.Min(Min, other.Min);
        Max = Math.Max(Max, other.Max);
        if (other.FirstAt < FirstAt)
            (First, FirstAt) = (other.First, other.FirstAt);
        if (other.LastAt > LastAt)
            (Last, LastAt) = (other.Last, other.LastAt);
    }
}

/// <summary>Squared deviations from the mean, by methods that keep small deviations of large values.</summary>
internal static class SquaredDeviations
{
    /// <summary>Those of two sets of values together, neither of which is empty (Chan, Golub and LeVeque, 1979).</summary>
    public static double Merge(double m2, double mean, double count, double otherM2, double otherMean, double otherCount)
    {
        var distance = otherMean - mean;
        return m2 + otherM2 + (distance * distance * count * otherCount / (count + otherCount));
    }
}
