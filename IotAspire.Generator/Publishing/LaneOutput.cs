using System.Threading.Channels;
using IotAspire.EventHubs;
using IotAspire.Generator.Faults;
using IotAspire.ServiceDefaults;

namespace IotAspire.Generator.Publishing;

/// <summary>
/// Takes a lane's batches to the hub, one after the other, so that equal keys keep their order. Holds few: when the hub is away, the
/// lane waits, and makes the missed readings afterwards.
/// </summary>
internal sealed class LaneOutput(EventHubProducer producer, GeneratorTelemetry telemetry, TimeProvider clock, ILogger logger)
{
    private const int WaitingBatches = 16;

    // Waits when full. One lane writes, one loop reads: order is kept.
    private readonly Channel<OutgoingBatch> _waiting = Channel.CreateBounded<OutgoingBatch>(new BoundedChannelOptions(WaitingBatches)
    {
        FullMode = BoundedChannelFullMode.Wait,
        SingleReader = true,
        SingleWriter = true,
    });

    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10));
    private long _made;
    private long _sent;
    private long _published;
    private long _neverMade;

    public BatchPool Pool { get; } = new();

    /// <summary>Batches that are full and not sent yet; only the lane uses it.</summary>
    public Queue<OutgoingBatch> Full { get; } = new();

    public FaultTally Tally { get; } = new();

    /// <summary>Readings that sensors have measured.</summary>
    public long MadeReadings => Volatile.Read(ref _made);

    /// <summary>Readings in events that the hub has accepted; some of them come twice, some never.</summary>
    public long Published => Volatile.Read(ref _published);

    /// <summary>Readings that the hub hasn't accepted yet, or that were given up.</summary>
    public long Unpublished => Volatile.Read(ref _sent) - Published;

    /// <summary>Readings that were due at the end, and put off because the hub was away.</summary>
    public long NeverMade => Volatile.Read(ref _neverMade);

    public void Made(int readings) => Volatile.Write(ref _made, _made + readings);

    /// <summary>Records readings that were due and can no longer be sent.</summary>
    public void GiveUp(long due) => Volatile.Write(ref _neverMade, _neverMade + due);

    /// <summary>Counts and logs readings that are lost.</summary>
    public void Dropped(long readings, TimeSpan bufferTime, DateTime from, DateTime until)
    {
        telemetry.Dropped(readings);
        GeneratorLog.ReadingsDropped(logger, bufferTime, readings, from, until);
    }

    /// <summary>Sends the full batches; waits while the channel is full, and after <paramref name="flush"/> only counts.</summary>
    public async ValueTask SendFullAsync(CancellationToken flush)
    {
        while (Full.TryDequeue(out var batch))
        {
            Volatile.Write(ref _sent, _sent + batch.Readings);
            batch.Until = clock.GetTimestamp();
            try
            {
                await _waiting.Writer.WriteAsync(batch, flush);
            }
            catch (OperationCanceledException) when (flush.IsCancellationRequested)
            {
                // Given up. The lane goes on to its end, which the ledger needs.
                Pool.Return(batch);
            }
        }
    }

    public void Complete() => _waiting.Writer.TryComplete();

    /// <summary>Publishes until the lane is complete.</summary>
    /// <exception cref="EventHubException">The hub refuses, and retrying can't help.</exception>
    public async Task PublishAsync(CancellationToken flush)
    {
        while (await _waiting.Reader.WaitToReadAsync(flush))
        {
            while (_waiting.Reader.TryRead(out var batch))
            {
                await PublishAsync(batch, flush);
                Volatile.Write(ref _published, _published + batch.Readings);
                telemetry.Published(batch.Readings);
                Pool.Return(batch);
            }
        }
    }

    private async Task PublishAsync(OutgoingBatch batch, CancellationToken flush)
    {
        using var activity = GeneratorTelemetry.StartGeneration(batch, clock);
        var events = batch.ToEvents();
        await Retry.RunAsync(
            token => producer.SendAsync(batch.PartitionKey, events, token),
            exception => exception is EventHubException { IsTransient: true },
            _backoff,
            (exception, pause) => GeneratorLog.PublishingFailed(logger, _backoff.Failures, pause, exception.Message),
            clock,
            flush);
        if (_backoff.Failures > 0)
            GeneratorLog.PublishingResumed(logger);
        _backoff.Reset();
    }
}
