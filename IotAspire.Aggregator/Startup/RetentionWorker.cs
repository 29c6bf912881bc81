using IotAspire.ServiceDefaults;
using IotAspire.Storage;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Schema;
using Microsoft.Extensions.Options;

namespace IotAspire.Aggregator.Startup;

/// <summary>Looks after the partitions of the tables every hour and after the dead letters every minute, once the schema is there.</summary>
internal sealed class RetentionWorker(
    SchemaMigrator migrator,
    PartitionKeeper partitions,
    DeadLetterKeeper deadLetters,
    AggregatorTelemetry telemetry,
    DatabaseRetry retry,
    IOptions<AggregatorOptions> options,
    TimeProvider clock,
    IServiceProvider services,
    ILogger<RetentionWorker> logger) : BackgroundService
{
    private const int MinutesPerHour = 60;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SchemaInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!await retry.RunAsync(migrator.IsCurrentAsync, stoppingToken))
                await Task.Delay(SchemaInterval, clock, stoppingToken);
            for (var minutes = 0L; ; minutes++)
            {
                if (minutes % MinutesPerHour == 0)
                    await KeepPartitionsAsync(stoppingToken);
                await KeepDeadLettersAsync(stoppingToken);
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

    private async Task KeepPartitionsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await partitions.KeepAsync(options.Value.RawRetention, options.Value.MinuteRetention, cancellationToken);
        }
        catch (Exception exception) when (DatabaseFault.IsTransient(exception))
        {
            // There are partitions for days ahead, so an hour doesn't matter.
            AggregatorLog.PartitionsNotKept(logger, DatabaseFault.Describe(exception));
        }
    }

    private async Task KeepDeadLettersAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (expired, overQuota) = await deadLetters.KeepAsync(options.Value.DeadLetterRetention, (long)options.Value.DeadLetterMebibytes << 20, cancellationToken);
            telemetry.DeadLettersDeleted(expired, overQuota);
        }
        catch (Exception exception) when (DatabaseFault.IsTransient(exception))
        {
            AggregatorLog.DeadLettersNotKept(logger, DatabaseFault.Describe(exception));
        }
    }
}
