using IotAspire.Storage;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Pipeline;

/// <summary>Readings stored per second over the last minute, from counters that only grow. Pure but for its memory, which is one minute.</summary>
internal sealed class IngestRates
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // A single batch in a shorter time would look like a flood.
    private static readonly TimeSpan MinSpan = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Queue<Sample> _samples = new();

    /// <summary>Notes where the counters stand.</summary>
    public void Add(IReadOnlyList<PartitionState> partitions)
    {
        if (partitions.Count == 0)
            return;
        var sample = new Sample(partitions[0].Now, partitions.ToDictionary(partition => partition.Name, partition => partition.Stored));
        lock (_lock)
        {
            _samples.Enqueue(sample);
            while (sample.At - _samples.Peek().At > Window)
                _samples.Dequeue();
        }
    }

    /// <summary>Readings per second since the oldest sample, up to a minute ago; null where there is none to compare with.</summary>
    public double? Of(PartitionState partition)
    {
        Sample? oldest;
        lock (_lock)
            _samples.TryPeek(out oldest);
        if (oldest is null || !oldest.Stored.TryGetValue(partition.Name, out var before) || partition.Now - oldest.At < MinSpan || partition.Stored < before)
            return null;
        return (partition.Stored - before) / (partition.Now - oldest.At).TotalSeconds;
    }

    private sealed record Sample(DateTime At, Dictionary<string, ulong> Stored);
}

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
