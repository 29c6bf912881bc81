using IotAspire.EventHubs;
using IotAspire.Generator.Faults;
using IotAspire.Generator.Publishing;
using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace IotAspire.Generator.Generation;

/// <summary>Simulates and publishes until stopped; then sends what is left, as far as the time allows.</summary>
internal sealed class GeneratorWorker(
    Simulation simulation,
    HistoryReport history,
    LatenessReport lateness,
    EventHubProducer producer,
    Ledger ledger,
    GeneratorTelemetry telemetry,
    IOptions<GeneratorOptions> options,
    TimeProvider clock,
    IServiceProvider services,
    ILogger<GeneratorWorker> logger) : BackgroundService
{
    // Two send while one computes and one waits for the disk; more gain nothing on the machines that this was measured on.
    private const int MaxLanes = 4;

    // Less than the time before the AppHost kills the process, so that unsent readings can still be logged.
    private static readonly TimeSpan FlushTime = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan LedgerInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var flush = new CancellationTokenSource();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await using var stopping = ending.Token.Register(() => flush.CancelAfter(FlushTime));
        var pace = new Pace(clock, options.Value.History, options.Value.Speed);
        var outputs = Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount, 2, MaxLanes))
            .Select(_ => new LaneOutput(producer, telemetry, clock, logger)).ToList();
        telemetry.Observe([.. outputs.Select(output => output.Tally)]);
        Exception? failure = null;
        await foreach (var ended in Task.WhenEach(
        [
            SimulateAsync(pace, outputs, ending.Token, flush.Token),
            .. outputs.Select(output => output.PublishAsync(flush.Token)),
            history.RunAsync(pace, () => simulation.Position, () => outputs.Sum(output => output.MadeReadings), ending.Token),
            lateness.RunAsync(() => simulation.Behind, ending.Token),
            KeepLedgerAsync(ending.Token),
        ]))
        {
            if (!ended.IsFaulted)
                continue;
            // If one part fails, all stop.
            failure ??= ended.Exception.InnerException;
            await flush.CancelAsync();
            await ending.CancelAsync();
        }

        var left = AbandonRest(outputs);
        await ledger.DisposeAsync();
        if (failure is not null)
            services.StopAfterFailure(failure);
        else if (left == 0)
            GeneratorLog.PublishingStopped(logger, outputs.Sum(output => output.Published));
    }

    // Every loss is logged: of readings that waited for the hub, and of readings that were put off until the hub would be back.
    private long AbandonRest(IReadOnlyList<LaneOutput> outputs)
    {
        var made = outputs.Sum(output => output.Unpublished);
        if (made > 0)
            ledger.Abandon(made);
        var left = made + outputs.Sum(output => output.NeverMade);
        if (left == 0)
            return 0;
        telemetry.Dropped(left);
        GeneratorLog.ReadingsAbandoned(logger, left);
        return left;
    }

    private async Task SimulateAsync(Pace pace, IReadOnlyList<LaneOutput> outputs, CancellationToken stop, CancellationToken flush)
    {
        try
        {
            await simulation.RunAsync(pace, outputs, stop, flush);
        }
        finally
        {
            foreach (var output in outputs)
                output.Complete();
        }
    }

    private async Task KeepLedgerAsync(CancellationToken cancellationToken)
    {
        while (ledger.IsOpen)
        {
            await Task.Delay(LedgerInterval, clock, cancellationToken);
            ledger.Flush();
        }
    }
}
