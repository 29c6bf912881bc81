using System.Globalization;
using IotAspire.Storage;
using IotAspire.Storage.Queries;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace IotAspire.Api.Features.Pipeline;

/// <summary>Whether what sensors measure now reaches the tables. Degraded at most: what is stored can be asked for all the same.</summary>
internal sealed class PipelineHealthCheck(PipelineQuery query, IOptions<PipelineOptions> options) : IHealthCheck
{
    private const int MaxReasons = 5;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return Judge(await query.ReadAsync(cancellationToken));
        }
        catch (Exception exception) when (exception is MySqlException or InvalidOperationException)
        {
            return HealthCheckResult.Degraded($"The pipeline's state can't be read: {DatabaseFault.Describe(exception)}");
        }
    }

    private HealthCheckResult Judge(IReadOnlyList<PartitionState> partitions)
    {
        if (partitions.Count == 0)
            return HealthCheckResult.Degraded("No Aggregator has read an event hub yet.");
        // A hub or a consumer group that was read once leaves its rows behind; nobody waits for it.
        var streams = partitions.GroupBy(partition => (partition.EventHub, partition.ConsumerGroup)).ToList();
        var current = streams.Where(stream => stream.Any(partition => partition.Owner is not null)).SelectMany(stream => stream).ToList();
        if (current.Count == 0)
            return HealthCheckResult.Degraded("No Aggregator reads any partition.");
        var reasons = current.Select(Reason).OfType<string>().ToList();
        return reasons.Count == 0
            ? HealthCheckResult.Healthy(string.Create(CultureInfo.InvariantCulture, $"{current.Count} partitions are at most {current.Max(partition => partition.LagSeconds):0.0} s behind."))
            : HealthCheckResult.Degraded(string.Join(" ", reasons.Take(MaxReasons)) + (reasons.Count > MaxReasons ? " …" : ""));
    }

    private string? Reason(PartitionState partition)
    {
        if (partition.Owner is null)
            return $"No Aggregator reads partition {partition.Name}.";
        if (partition.LagSeconds is not { } lag)
            return $"Partition {partition.Name} hasn't been read yet.";
        return lag > options.Value.HealthyLag.TotalSeconds
            ? string.Create(CultureInfo.InvariantCulture, $"Partition {partition.Name} is {lag:0} s and {partition.LagEvents} events behind.")
            : null;
    }
}
