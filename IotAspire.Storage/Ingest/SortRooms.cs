using System.Collections.Concurrent;
using System.Numerics;

namespace IotAspire.Storage.Ingest;

/// <summary>Arrays to sort in, as many as are ever sorted in at once: fewer than there are batches, and each takes a megabyte.</summary>
internal sealed class SortRooms
{
    private readonly ConcurrentQueue<ReadingRecord[]> _rooms = [];

    /// <summary>Lends one for that many records.</summary>
    public void Use(int count, Action<ReadingRecord[]> sort)
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
    private static ReadingRecord[] Make(int count) =>
        GC.AllocateUninitializedArray<ReadingRecord>((int)BitOperations.RoundUpToPowerOf2((uint)count));
}
