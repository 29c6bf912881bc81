using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>
/// The writing side of a partition's log, used by one loop alone. A group of batches is prepared in memory, written and
/// flushed at once, and only then becomes visible; if that fails, nothing of the group remains.
/// </summary>
internal sealed class PartitionLog : IDisposable
{
    private const int LeastWorthRolling = 64 * 1024;

    private readonly SegmentStore _store;
    private readonly TimeProvider _time;
    private readonly AmqpWriter _group = new();
    private LogView _prepared;
    private bool _roll;
    private LogView _view;

    public PartitionLog(SegmentStore store, TimeProvider time)
    {
        (_store, _time) = (store, time);
        (_view, BytesCut) = LogRecovery.Recover(store);
        _prepared = _view;
    }

    /// <summary>Bytes of half-written records that recovery removed.</summary>
    public long BytesCut { get; }

    public LogView View => Volatile.Read(ref _view);

    public int PreparedBytes => _group.Length;

    /// <summary>Gives the events their places in the group being prepared.</summary>
    public void Prepare(EventBatch batch)
    {
        // Times never run backwards within a partition, whatever the clock does.
        var time = Math.Max(_time.GetUtcNow().ToUnixTimeMilliseconds(), _prepared.LastEnqueuedTime);
        var (sequenceNumber, start, last) = (_prepared.EndSequenceNumber, _view.EndOffset, _prepared.LastOffset);
        batch.FirstSequenceNumber = sequenceNumber;
        foreach (var slice in batch.Events)
        {
            last = start + _group.Length;
            RecordFormat.Write(_group, batch, slice, sequenceNumber++, time, last);
        }

        _prepared = _prepared with
        {
            EndSequenceNumber = sequenceNumber,
            EndOffset = start + _group.Length,
            LastOffset = last,
            LastEnqueuedTime = time,
        };
    }

    /// <summary>Makes the group durable and visible.</summary>
    public void Commit()
    {
        if (_group.Length == 0)
            return;
        var segment = _view.Segments[^1];
        if (segment.Length >= Segment.RollSize || _roll)
        {
            _roll = false;
            segment = _store.Create(_view.EndSequenceNumber, _view.EndOffset);
            _prepared = _prepared with { Segments = _view.Segments.Add(segment) };
            Publish(_view with { Segments = _prepared.Segments });
        }

        var before = segment.Length;
        try
        {
            segment.Append(_group.Written);
            segment.Flush();
        }
        catch (IOException)
        {
            segment.Truncate(before);
            throw;
        }

        Publish(_prepared);
        _group.Clear();
    }

    /// <summary>Drops the group being prepared.</summary>
    public void Discard()
    {
        _prepared = _view;
        _group.Clear();
    }

    public void TruncateBefore(long sequenceNumber) => Retain(LogRetention.BeginAt(_view, sequenceNumber));

    /// <summary>Removes the oldest segments until the log is no larger than that.</summary>
    public void Limit(long maximumBytes) => Retain(LogRetention.Limit(_view, maximumBytes));

    /// <summary>Removes events that came before a time, milliseconds, and the segments that hold nothing else.</summary>
    public void RemoveBefore(long time)
    {
        Retain(LogRetention.Since(_view, time));
        // With few events a segment would take days to fill, most of it long past its time.
        var last = _view.Segments[^1];
        _roll = _view.BeginOffset - last.BaseOffset > Math.Max(LeastWorthRolling, last.Length / 2);
    }

    /// <summary>Begins again with nothing, at sequence number 0.</summary>
    public void Reset()
    {
        foreach (var segment in _view.Segments)
            segment.Delete();
        _store.SaveBegin(LogBegin.Zero);
        _roll = false;
        Publish(_prepared = new LogView([_store.Create(0, 0)]));
    }

    public void Dispose()
    {
        _group.Dispose();
        foreach (var segment in _view.Segments.OfType<IDisposable>())
            segment.Dispose();
    }

    private void Retain(LogView log)
    {
        if (log.IsEmpty && log.Segments[^1].Length > 0)
            log = log with { Segments = [_store.Create(log.EndSequenceNumber, log.EndOffset)] };
        if (log == _view)
            return;
        _store.SaveBegin(new LogBegin(log.BeginSequenceNumber, log.LastOffset, log.LastEnqueuedTime));
        foreach (var segment in _view.Segments.Except(log.Segments))
            segment.Delete();
        Publish(_prepared = log);
    }

    private void Publish(LogView view) => Volatile.Write(ref _view, view);
}
