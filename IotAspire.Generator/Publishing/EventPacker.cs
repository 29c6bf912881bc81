using IotAspire.Contracts.Readings;

namespace IotAspire.Generator.Publishing;

/// <summary>
/// Packs readings of one partition key into events and events into batches, in the order in which they come. A batch that is full
/// is handed over; one that isn't waits until its owner calls <see cref="Flush"/>.
/// </summary>
internal sealed class EventPacker(string partitionKey, BatchPool pool, Queue<OutgoingBatch> full)
{
    /// <summary>Readings in a full batch: a thousand, which cost the hub little more than one.</summary>
    public const int BytesPerBatch = 128 * 1024;

    private OutgoingBatch? _batch;
    private int _eventStart;
    private int _eventReadings;

    /// <summary>When the oldest waiting reading came; null if none waits.</summary>
    public long? Since => _batch?.Since;

    /// <summary>Adds a reading; the event is closed when it holds <paramref name="readingsPerEvent"/>.</summary>
    public void Add(ReadingTemplate template, string sensorId, DateTime measuredAt, double value, int readingsPerEvent, long now)
    {
        var batch = _batch ??= Open(now);
        // A bracket or a comma before, and room for the bracket that may follow.
        var room = batch.Reserve(template.MaxLength + 2);
        if (_eventReadings == 0)
            _eventStart = batch.Length;
        room[0] = _eventReadings == 0 ? (byte)'[' : (byte)',';
        batch.Advance(1 + template.Write(sensorId, measuredAt, value, room[1..]));
        if (++_eventReadings >= readingsPerEvent)
            CloseEvent();
    }

    /// <summary>Adds an event whose body isn't a reading.</summary>
    public void AddMalformed(ReadOnlySpan<byte> body, long now)
    {
        CloseEvent();
        var batch = _batch ??= Open(now);
        body.CopyTo(batch.Reserve(body.Length));
        var start = batch.Length;
        batch.Advance(body.Length);
        batch.Close(start, readings: 0);
        HandOverIfFull();
    }

    /// <summary>Hands over the batch, if there is one.</summary>
    public void Flush()
    {
        CloseEvent();
        if (_batch is null)
            return;
        full.Enqueue(_batch);
        _batch = null;
    }

    private void CloseEvent()
    {
        if (_eventReadings == 0)
            return;
        var batch = _batch!;
        if (_eventReadings > 1)
        {
            batch.Reserve(1)[0] = (byte)']';
            batch.Advance(1);
        }

        // A single reading is an object, without the bracket before it.
        batch.Close(_eventReadings > 1 ? _eventStart : _eventStart + 1, _eventReadings);
        _eventReadings = 0;
        HandOverIfFull();
    }

    private void HandOverIfFull()
    {
        if (_batch!.Length < BytesPerBatch)
            return;
        full.Enqueue(_batch);
        _batch = null;
    }

    private OutgoingBatch Open(long now)
    {
        var batch = pool.Rent();
        (batch.PartitionKey, batch.Since) = (partitionKey, now);
        return batch;
    }
}
