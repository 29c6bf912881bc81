using System.Threading.Channels;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Connections;
using IotAspire.EventHubs.Emulator.Faults;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>Sends a partition's events from a position on, straight from the log.</summary>
internal sealed class ConsumerLink : OutgoingLink
{
    private const int ChunkSize = 128 * 1024;
    private const long Unknown = -1;

    // The place of a section's code in what the hub writes.
    private const int SectionCode = 2;

    private readonly PartitionOfGroup _source;
    private readonly ConsumerFaults _faults;
    private readonly RuntimeMetrics? _metrics;
    private readonly ConsumerRequest _request;
    private readonly Redelivery _redelivery = new();
    private byte[] _prefix = [];
    private long _offset = Unknown;
    private volatile bool _isRepairing;

    public ConsumerLink(
        AmqpSession session, Attach attach, ConsumerRequest request, PartitionOfGroup source, ConnectionFaults faults, TimeProvider time)
        : base(session, attach)
    {
        (_source, _request) = (source, request);
        _faults = new ConsumerFaults(this, source, faults);
        _metrics = request.WantsRuntimeMetrics ? new RuntimeMetrics(time) : null;
        TryLocate(source.Partition.Log);
        source.Readers.Enter(this);
        source.Partition.Appended += session.Outbox.Wake;
    }

    /// <summary>Null for a reader that claims nothing.</summary>
    public long? OwnerLevel => _request.OwnerLevel;

    /// <summary>How far it is, as seen from any thread: a moment old.</summary>
    public ReaderState State
    {
        get
        {
            var log = _source.Partition.Log;
            var next = LogSearch.SequenceNumberAt(log, Volatile.Read(ref _offset));
            return new ReaderState(Name, _request.ReceiverName, OwnerLevel, CreditLeft, next, log.EndSequenceNumber - next);
        }
    }

    /// <summary>Sends a range of sequence numbers, both included, once more; called from any thread.</summary>
    public void Redeliver(long first, long last)
    {
        _redelivery.Ask(_source.Partition.Log, first, last);
        Session.Outbox.Wake();
    }

    public override void Release()
    {
        _source.Partition.Appended -= Session.Outbox.Wake;
        _source.Readers.Leave(this);
        base.Release();
    }

    protected override bool SendTurn(FrameOutput output)
    {
        var log = _source.Partition.Log;
        if (_isRepairing || !TryLocate(log) || !TryMove(log) || (Credit == 0 && !IsHalfSent) || _offset >= log.EndOffset || _faults.Holds())
            return false;

        if (_metrics is not null && !IsHalfSent)
            _prefix = _metrics.Describe(log);
        using var chunk = RecordChunk.Read(log, _offset, ChunkSize);
        var before = _offset;
        while (chunk.TryNext(out var record))
        {
            var message = record.Message;
            var prefix = _metrics is null || message[SectionCode] == MessageSection.MessageAnnotations ? _prefix : RuntimeMetrics.Merge(_prefix, ref message);
            if (!TrySend(output, prefix, message))
                return false;
            Volatile.Write(ref _offset, record.NextOffset);
            if (_redelivery.EndsAt(_offset))
                return true;
        }

        if (_offset == before)
            _ = RepairAsync(before);
        return !_isRepairing && Credit > 0 && _offset < log.EndOffset && Ending is null;
    }

    // To where a redelivery is asked for, or where retention has overtaken the reader; not from the middle of an event.
    private bool TryMove(LogView log)
    {
        if (!IsHalfSent)
            Volatile.Write(ref _offset, log.Next(Math.Max(_redelivery.Next(_offset), log.BeginOffset)));
        else if (_offset < log.BeginOffset || log.Next(_offset) != _offset)
            End(AmqpError.Internal("Retention or damage took an event while it was being sent."));
        return Ending is null;
    }

    // Looking for the first event may come across damage. The newest is found without searching, so none is missed.
    private bool TryLocate(LogView log)
    {
        if (_offset != Unknown)
            return true;
        try
        {
            Volatile.Write(ref _offset, LogSearch.Find(log, _request.From).Offset);
            return true;
        }
        catch (DamagedRecordException damaged)
        {
            _ = RepairAsync(damaged.Offset);
            return false;
        }
    }

    // Nothing is sent until it is done.
    private async Task RepairAsync(long offset)
    {
        _isRepairing = true;
        try
        {
            if (!await _source.Partition.RepairAsync(offset, CancellationToken.None))
                End(AmqpError.Internal($"The partition can't be read at offset {offset}."));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ChannelClosedException)
        {
            End(AmqpError.Internal($"The partition can't be read at offset {offset}: {exception.Message}"));
        }
        finally
        {
            _isRepairing = false;
            Session.Outbox.Wake();
        }
    }
}

/// <summary>What a consumer asks for when it attaches.</summary>
internal sealed record ConsumerRequest(ReadFrom From, long? OwnerLevel, string? ReceiverName, bool WantsRuntimeMetrics)
{
    private const string Epoch = "com.microsoft:epoch";
    private const string Receiver = "com.microsoft:receiver-name";
    private const int FilterField = 7;

    public static ConsumerRequest Read(Attach attach) => new(
        SelectorFilter.Parse(Selector(attach.Source)),
        attach.Properties?[Epoch] switch { long level => level, int level => level, _ => null },
        attach.Properties?[Receiver] as string,
        Wants(attach.DesiredCapabilities, RuntimeMetrics.Capability));

    // The filter's name and descriptor differ between clients; that its value is the selector's text doesn't.
    private static string? Selector(Described? source)
    {
        if (source?.Value is not AmqpList { Items.Count: > FilterField } fields || fields.Items[FilterField] is not AmqpMap filters)
            return null;
        return filters.Entries.Select(filter => filter.Value is Described described ? described.Value : filter.Value)
            .OfType<string>()
            .FirstOrDefault();
    }

    public static bool Wants(object? capabilities, string name) => capabilities switch
    {
        Symbol symbol => symbol.Value == name,
        AmqpArray array => array.Items.Contains(new Symbol(name)),
        _ => false,
    };
}
