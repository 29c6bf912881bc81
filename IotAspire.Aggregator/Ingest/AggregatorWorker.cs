using IotAspire.Aggregator.Ownership;
using IotAspire.Aggregator.Startup;
using IotAspire.EventHubs;
using IotAspire.ServiceDefaults;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Schema;
using Microsoft.Extensions.Options;

namespace IotAspire.Aggregator.Ingest;

/// <summary>Prepares the database, finds the hub's partitions and has them balanced among the processes.</summary>
internal sealed class AggregatorWorker(
    DatabasePreparation preparation,
    EventHubConsumer consumer,
    CheckpointStore checkpoints,
    PartitionBalancer balancer,
    DatabaseRetry retry,
    DeadLetterDigest deadLetters,
    IOptions<AggregatorOptions> options,
    TimeProvider clock,
    IServiceProvider services,
    ILogger<AggregatorWorker> logger) : BackgroundService
{
    private const string AllPartitions = "all";
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var writing = new CancellationTokenSource();
        await using var stopping = stoppingToken.Register(() => writing.CancelAfter(options.Value.StopTime));
        try
        {
            await preparation.RunAsync(stoppingToken);
            var found = await FindPartitionsAsync(stoppingToken);
            await retry.RunAsync(token => checkpoints.EnsureAsync(found, token), stoppingToken);
            await balancer.RunAsync(found, stoppingToken, writing.Token);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping; whatever was under way is stored or will be read again.
        }
        catch (UnsupportedSchemaException exception)
        {
            services.StopForConfiguration(exception.Message);
        }
        catch (Exception exception)
        {
            services.StopAfterFailure(exception);
        }
        finally
        {
            AggregatorLog.TellOf(logger, deadLetters.Take(isLast: true));
        }
    }

    private async Task<PartitionAddress[]> FindPartitionsAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(FirstPause, MaxPause);
        var hub = await Retry.RunAsync(
            consumer.GetEventHubPropertiesAsync,
            exception => exception is EventHubException { IsTransient: true },
            backoff,
            (exception, pause) => AggregatorLog.EventHubFailed(logger, AllPartitions, backoff.Failures, pause, exception.Message),
            clock,
            cancellationToken);
        AggregatorLog.Reading(logger, hub.Name, hub.PartitionIds.Length, balancer.Owner, consumer.ConsumerGroup);
        return [.. hub.PartitionIds.Select(id => new PartitionAddress(hub.Name, consumer.ConsumerGroup, id))];
    }
}
