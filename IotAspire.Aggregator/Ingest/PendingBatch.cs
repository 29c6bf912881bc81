using System.Diagnostics;
using Azure.Messaging.EventHubs;
using IotAspire.Contracts.Readings;
using IotAspire.EventHubs;

namespace IotAspire.Aggregator.Ingest;

/// <summary>Consecutive events of a partition, decoded while the batch before them is being stored. Reused, for its buffers' sake.</summary>
internal sealed class PendingBatch
{
    // Enough to find the traces of a batch; every link costs bytes in each exported span.
    private const int MaxTraces = 32;

    // Also counts bytes, because events with much other content, or undecodable ones, must not fill the memory.
    private const long MaxBytes = 16 * 1024 * 1024;
    private long _bytes;

    public EventDecoder Decoded { get; } = new();

    public HashSet<ActivityContext> Traces { get; } = [];

    public int EventCount { get; private set; }

    public EventData? First { get; private set; }

    public EventData? Last { get; private set; }

    /// <summary>The newest event of the hub when <see cref="Last"/> was received.</summary>
    public LastEnqueuedEvent? LastEnqueued { get; set; }

    public void Add(EventData received)
    {
        _bytes += Decoded.Add(received);
        First ??= received;
        Last = received;
        EventCount++;
        if (Traces.Count < MaxTraces
            && received.Properties.TryGetValue(ReadingEvent.TraceParentProperty, out var parent)
            && ActivityContext.TryParse(parent as string, null, isRemote: true, out var context)
            // A link to what was never recorded leads nowhere.
            && context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded))
            Traces.Add(context);
    }

    public bool IsFull(int readings) => Decoded.Readings.Count + Decoded.DeadLetters.Count >= readings || _bytes >= MaxBytes;

    public void Clear()
    {
        Decoded.Clear();
        Traces.Clear();
        (EventCount, First, Last, LastEnqueued, _bytes) = (0, null, null, null, 0);
    }
}
