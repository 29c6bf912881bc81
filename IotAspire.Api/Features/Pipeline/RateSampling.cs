using IotAspire.Storage;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Pipeline;

/// <summary>Looks at the counters every few seconds, so that a single request can be answered with a rate.</summary>
internal sealed class RateSampling(PipelineQuery query, IngestRates rates, TimeProvider clock, ILogger<RateSampling> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do
                await SampleAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task SampleAsync(CancellationToken cancellationToken)
    {
        try
        {
            rates.Add(await query.ReadAsync(cancellationToken));
        }
        catch (Exception exception) when (DatabaseFault.IsTransient(exception) || DatabaseFault.IsMissingSchema(exception))
        {
            ApiLog.RatesNotSampled(logger, DatabaseFault.Describe(exception));
        }
    }
}
