using System.Collections.Concurrent;
using IotAspire.Contracts.Readings;
using IotAspire.EventHubs;

namespace IotAspire.Generator.Publishing;

/// <summary>Events of one partition key, in order, in one buffer. Reused, so that making readings allocates nothing.</summary>
internal sealed class OutgoingBatch
{
    private static readonly Dictionary<string, string> Properties = new() { [ReadingEvent.SchemaProperty] = ReadingEvent.Schema };
    private readonly List<(int Start, int Length)> _events = [];
    private byte[] _buffer = new byte[2048];

    public string PartitionKey { get; set; } = "";

    /// <summary>Readings that its events carry.</summary>
    public int Readings { get; private set; }

    /// <summary>When its first reading came, as a timestamp of the clock.</summary>
    public long Since { get; set; }

    /// <summary>When it was handed over, as a timestamp of the clock.</summary>
    public long Until { get; set; }

    /// <summary>Bytes that are taken, those of an event that isn't closed among them.</summary>
    public int Length { get; private set; }

    public int EventCount => _events.Count;

    /// <summary>Room to write at the end.</summary>
    public Span<byte> Reserve(int bytes)
    {
        if (_buffer.Length - Length < bytes)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + bytes));
        return _buffer.AsSpan(Length);
    }

    /// <summary>Keeps this number of the reserved bytes.</summary>
    public void Advance(int bytes) => Length += bytes;

    /// <summary>The bytes from <paramref name="start"/> to the end are one event with this number of readings.</summary>
    public void Close(int start, int readings)
    {
        _events.Add((start, Length - start));
        Readings += readings;
    }

    public ReadOnlyMemory<byte> Body(int index) => _buffer.AsMemory(_events[index].Start, _events[index].Length);

    /// <summary>The events as the producer takes them; valid until the batch is cleared.</summary>
    public OutgoingEvent[] ToEvents()
    {
        var events = new OutgoingEvent[_events.Count];
        for (var i = 0; i < events.Length; i++)
            events[i] = new(Body(i)) { ContentType = ReadingEvent.ContentType, Properties = Properties };
        return events;
    }

    public void Clear()
    {
        _events.Clear();
        (Readings, Length, Since, Until) = (0, 0, 0, 0);
    }
}

/// <summary>Keeps a few batches for reuse.</summary>
internal sealed class BatchPool
{
    // More than a lane has in use; only a burst has more, and leaves them to the garbage collector.
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
