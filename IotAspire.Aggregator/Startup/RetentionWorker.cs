using IotAspire.ServiceDefaults;
using IotAspire.Storage;
using IotAspire.Storage.Schema;
using Microsoft.Extensions.Options;

namespace IotAspire.Aggregator.Startup;

/// <summary>Looks after the partitions of the tables every hour, once the schema is there.</summary>
internal sealed class RetentionWorker(
    SchemaMigrator migrator,
    PartitionKeeper keeper,
    DatabaseRetry retry,
    IOptions<AggregatorOptions> options,
    TimeProvider clock,
    IServiceProvider services,
    ILogger<RetentionWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan SchemaInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!await retry.RunAsync(migrator.IsCurrentAsync, stoppingToken))
                await Task.Delay(SchemaInterval, clock, stoppingToken);
            while (true)
            {
                await KeepAsync(stoppingToken);
                await Task.Delay(Interval, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping; the next start goes on.
        }
        catch (Exception exception)
        {
            services.StopAfterFailure(exception);
        }
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await keeper.KeepAsync(options.Value.RawRetention, options.Value.MinuteRetention, cancellationToken);
        }
        catch (Exception exception) when (DatabaseFault.IsTransient(exception))
        {
            // There are partitions for days ahead, so an hour doesn't matter.
            AggregatorLog.PartitionsNotKept(logger, DatabaseFault.Describe(exception));
        }
    }
}
