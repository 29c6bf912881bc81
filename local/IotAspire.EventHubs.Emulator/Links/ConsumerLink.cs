using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Codec.Performatives;
using IotAspire.EventHubs.Emulator.Connections;
using IotAspire.EventHubs.Emulator.Faults;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>Sends a partition's events from a position on, straight from the log.</summary>
internal sealed class ConsumerLink : SendingLink, IPartitionReader, IPartitionListener
{
    private const int ChunkSize = 128 * 1024;

    private readonly PartitionOfGroup _source;
    private readonly ConsumerFaults _faults;
    private readonly RuntimeMetrics? _metrics;
    private readonly ConsumerRequest _request;
    private readonly Redelivery _redelivery = new();
    private byte[] _prefix = [];
    private long _offset;

    public ConsumerLink(
        AmqpSession session, Attach attach, ConsumerRequest request, PartitionOfGroup source, ConnectionFaults faults, TimeProvider time)
        : base(session, attach)
    {
        (_source, _request) = (source, request);
        _faults = new ConsumerFaults(this, source, faults);
        _metrics = request.WantsRuntimeMetrics ? new RuntimeMetrics(time) : null;
        _offset = LogSearch.Find(source.Partition.Log, request.From).Offset;
        source.Readers.Enter(this);
        source.Partition.Listen(this);
    }

    public long? OwnerLevel => _request.OwnerLevel;

    public ReaderState State
    {
        get
        {
            var log = _source.Partition.Log;
            var next = LogSearch.SequenceNumberAt(log, Volatile.Read(ref _offset));
            return new ReaderState(Name, _request.ReceiverName, OwnerLevel, CreditLeft, next, log.EndSequenceNumber - next);
        }
    }

    public void OnAppended() => Session.Outbox.Wake();

    public void Redeliver(long first, long last)
    {
        _redelivery.Ask(_source.Partition.Log, first, last);
        Session.Outbox.Wake();
    }

    public override void Release()
    {
        _source.Partition.Unlisten(this);
        _source.Readers.Leave(this);
        base.Release();
    }

    protected override bool SendTurn(FrameOutput output)
    {
        var log = _source.Partition.Log;
        if (!TryMove(log) || (Credit == 0 && !IsHalfSent) || _offset >= log.EndOffset || _faults.Holds())
            return false;

        if (_metrics is not null && !IsHalfSent)
            _prefix = _metrics.Describe(log);
        using var chunk = RecordChunk.Read(log, _offset, ChunkSize);
        var before = _offset;
        while (chunk.TryNext(out var record))
        {
            if (!TrySend(output, _prefix, record.Message))
                return false;
            Volatile.Write(ref _offset, record.NextOffset);
            if (_redelivery.EndsAt(_offset))
                return true;
        }

        if (_offset == before)
            End(AmqpError.Internal($"The partition can't be read at offset {_offset}."));
        return Credit > 0 && _offset < log.EndOffset && Ending is null;
    }

    // To where a redelivery is asked for, or where retention has overtaken the reader; not from the middle of an event.
    private bool TryMove(LogView log)
    {
        if (!IsHalfSent)
            Volatile.Write(ref _offset, Math.Max(_redelivery.Next(_offset), log.BeginOffset));
        else if (_offset < log.BeginOffset)
            End(AmqpError.Internal("Retention removed an event while it was being sent."));
        return Ending is null;
    }
}
