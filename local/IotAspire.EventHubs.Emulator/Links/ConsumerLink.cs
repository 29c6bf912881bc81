using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Codec.Performatives;
using IotAspire.EventHubs.Emulator.Connections;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>Sends a partition's events from a position on, straight from the log.</summary>
internal sealed class ConsumerLink : SendingLink, IPartitionReader, IPartitionListener
{
    private const int ChunkSize = 128 * 1024;

    private readonly Partition _partition;
    private readonly PartitionReaders _readers;
    private readonly Outbox _outbox;
    private readonly RuntimeMetrics? _metrics;
    private AmqpError? _ending;
    private long _offset;

    public ConsumerLink(
        AmqpSession session, Attach attach, ConsumerRequest request, Partition partition, PartitionReaders readers, Outbox outbox, TimeProvider time)
        : base(session, attach)
    {
        (_partition, _readers, _outbox, OwnerLevel) = (partition, readers, outbox, request.OwnerLevel);
        _metrics = request.WantsRuntimeMetrics ? new RuntimeMetrics(time) : null;
        _offset = LogSearch.Find(partition.Log, request.From);
        readers.Enter(this);
        partition.Listen(this);
    }

    public long? OwnerLevel { get; }

    public void End(AmqpError error)
    {
        Interlocked.CompareExchange(ref _ending, error, null);
        _outbox.Wake();
    }

    public void OnAppended() => _outbox.Wake();

    public override void Release()
    {
        _partition.Unlisten(this);
        _readers.Leave(this);
    }

    protected override bool SendTurn(FrameOutput output)
    {
        if (Volatile.Read(ref _ending) is { } error)
        {
            Detach(output, error);
            return false;
        }

        var log = _partition.Log;
        // Retention may have overtaken the reader.
        _offset = Math.Max(_offset, log.BeginOffset);
        if (Credit == 0 || _offset >= log.EndOffset)
            return false;

        var prefix = _metrics is null ? [] : _metrics.Describe(log);
        using var chunk = RecordChunk.Read(log, _offset, ChunkSize);
        while (chunk.TryNext(out var record))
        {
            if (!TrySend(output, prefix, record.Message))
                return false;
            _offset = record.NextOffset;
        }

        return Credit > 0 && _offset < log.EndOffset;
    }
}
