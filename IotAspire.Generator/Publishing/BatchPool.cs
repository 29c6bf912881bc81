using System.Collections.Concurrent;

namespace IotAspire.Generator.Publishing;

/// <summary>Keeps a few batches for reuse.</summary>
internal sealed class BatchPool
{
    // Beyond what a lane has under way; more come together only in a burst, and are then left to the collector.
    private const int MaxKept = 32;
    private readonly ConcurrentQueue<OutgoingBatch> _batches = new();

    public OutgoingBatch Rent() => _batches.TryDequeue(out var batch) ? batch : new();

    public void Return(OutgoingBatch batch)
    {
        batch.Clear();
        if (_batches.Count < MaxKept)
            _batches.Enqueue(batch);
    }
}
