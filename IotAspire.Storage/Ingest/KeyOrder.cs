using System.Collections.Concurrent;
using System.Numerics;
using IotAspire.Storage.Model;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// Puts records in key order; of equal keys the first one stays first. A merge sort that begins with the runs which are there
/// already: sensors send in order, so a batch is a row of long runs, and few passes sort it.
/// </summary>
internal static class KeyOrder
{
    /// <param name="records">Sorted in place.</param>
    /// <param name="room">As many again, to work in.</param>
    public static void Sort(Span<StoredReading> records, Span<StoredReading> room)
    {
        var runs = FindRuns(records);
        if (runs.Count <= 1)
            return;
        var from = records;
        var to = room[..records.Length];
        while (runs.Count > 1)
        {
            runs = MergePairs(from, to, runs);
            var merged = to;
            to = from;
            from = merged;
        }

        // After an odd number of passes the result lies in the other one.
        if (from != records)
            from.CopyTo(records);
    }

    // Where each run ends.
    private static List<int> FindRuns(ReadOnlySpan<StoredReading> records)
    {
        var ends = new List<int>();
        for (var i = 1; i < records.Length; i++)
        {
            if (records[i].Key.CompareTo(records[i - 1].Key) < 0)
                ends.Add(i);
        }

        ends.Add(records.Length);
        return ends;
    }

    private static List<int> MergePairs(ReadOnlySpan<StoredReading> from, Span<StoredReading> to, List<int> runs)
    {
        var ends = new List<int>((runs.Count + 1) / 2);
        var start = 0;
        for (var i = 0; i < runs.Count; i += 2)
        {
            var end = runs[Math.Min(i + 1, runs.Count - 1)];
            Merge(from[start..runs[i]], from[runs[i]..end], to[start..end]);
            ends.Add(end);
            start = end;
        }

        return ends;
    }

    private static void Merge(ReadOnlySpan<StoredReading> left, ReadOnlySpan<StoredReading> right, Span<StoredReading> to)
    {
        // Runs of different sensors often just follow one another.
        if (left.IsEmpty || right.IsEmpty || left[^1].Key.CompareTo(right[0].Key) <= 0)
        {
            left.CopyTo(to);
            right.CopyTo(to[left.Length..]);
            return;
        }

        var (l, r, next) = (0, 0, 0);
        while (l < left.Length && r < right.Length)
            to[next++] = right[r].Key.CompareTo(left[l].Key) < 0 ? right[r++] : left[l++];
        left[l..].CopyTo(to[next..]);
        right[r..].CopyTo(to[(next + left.Length - l)..]);
    }
}

/// <summary>Arrays to sort in, as many as are ever sorted in at once: fewer than there are batches, and each takes a megabyte.</summary>
internal sealed class SortRooms
{
    private readonly ConcurrentQueue<StoredReading[]> _rooms = [];

    /// <summary>Lends one for that many records.</summary>
    public void Use(int count, Action<StoredReading[]> sort)
    {
        var room = _rooms.TryDequeue(out var used) && used.Length >= count ? used : Make(count);
        try
        {
            sort(room);
        }
        finally
        {
            _rooms.Enqueue(room);
        }
    }

    // In steps, because batches differ a little.
    private static StoredReading[] Make(int count) =>
        GC.AllocateUninitializedArray<StoredReading>((int)BitOperations.RoundUpToPowerOf2((uint)count));
}
