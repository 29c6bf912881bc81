using IotAspire.Aggregator.Ingest;
using IotAspire.Aggregator.Startup;
using IotAspire.Storage;
using IotAspire.Storage.Ingest;
using Microsoft.Extensions.Options;

namespace IotAspire.Aggregator.Ownership;

/// <summary>Claims this process's share of the partitions, runs a worker for each, and hands over what others should have.</summary>
internal sealed class PartitionBalancer(
    CheckpointStore checkpoints,
    OwnerStore owners,
    PartitionWorker worker,
    DatabaseRetry retry,
    IOptions<AggregatorOptions> options,
    TimeProvider clock,
    ILogger<PartitionBalancer> logger)
{
    // Another at each start: a process that was killed and started again is another owner, and is fenced like any other.
    private readonly string _owner = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}";
    private readonly Dictionary<string, Running> _running = [];

    public string Owner => _owner;

    /// <summary>Runs until a token or the failure of a worker ends it; then all workers have ended, too.</summary>
    /// <param name="partitions">All of the hub.</param>
    /// <param name="receiving">Ends receiving.</param>
    /// <param name="writing">Ends batches under way; some time after <paramref name="receiving"/>.</param>
    public async Task RunAsync(IReadOnlyList<PartitionAddress> partitions, CancellationToken receiving, CancellationToken writing)
    {
        try
        {
            while (true)
            {
                await ReapAsync();
                await BalanceAsync(partitions, receiving, writing);
                await Task.Delay(options.Value.BalancingInterval, clock, receiving);
            }
        }
        finally
        {
            await StopAllAsync();
            await LeaveAsync(partitions[0], writing);
        }
    }

    private async Task BalanceAsync(IReadOnlyList<PartitionAddress> partitions, CancellationToken receiving, CancellationToken writing)
    {
        var (eventHub, consumerGroup, _) = partitions[0];
        var view = await retry.RunAsync(token => owners.RegisterAsync(eventHub, consumerGroup, _owner, options.Value.Claim, token), receiving);
        var balance = PartitionBalance.Of(_owner, view);
        foreach (var id in balance.Release.Where(_running.ContainsKey))
            await _running[id].Stop.CancelAsync();
        foreach (var partition in partitions.Where(partition => balance.Acquire.Contains(partition.PartitionId) && !_running.ContainsKey(partition.PartitionId)))
        {
            if (await retry.RunAsync(token => checkpoints.TryAcquireAsync(partition, _owner, options.Value.Claim, token), receiving) is { } ownership)
                Start(ownership, partitions.Count, receiving, writing);
        }
    }

    private void Start(PartitionOwnership ownership, int partitions, CancellationToken receiving, CancellationToken writing)
    {
        AggregatorLog.PartitionAcquired(logger, ownership.Partition.PartitionId, ownership.OwnerLevel);
        // Each partition has a batch that is stored and one that grows.
        var readingsPerBatch = Math.Clamp(options.Value.BufferedReadings / (2 * partitions), 1, options.Value.ReadingsPerBatch);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(receiving);
        _running.Add(ownership.Partition.PartitionId, new(stop, worker.RunAsync(ownership, readingsPerBatch, stop.Token, writing)));
    }

    // One partition that can't go on ends them all, so that the host starts the service again.
    private async Task ReapAsync()
    {
        foreach (var (id, running) in _running.Where(each => each.Value.Work.IsCompleted).ToList())
        {
            _running.Remove(id);
            running.Stop.Dispose();
            await running.Work;
        }
    }

    private async Task StopAllAsync()
    {
        foreach (var running in _running.Values)
            await running.Stop.CancelAsync();
        await Task.WhenAll(_running.Values.Select(running => running.Work));
    }

    private async Task LeaveAsync(PartitionAddress any, CancellationToken cancellationToken)
    {
        try
        {
            await owners.DeregisterAsync(any.EventHub, any.ConsumerGroup, _owner, cancellationToken);
        }
        catch (Exception exception) when (DatabaseFault.IsTransient(exception) || exception is OperationCanceledException)
        {
            // The others stop waiting for it by themselves.
            AggregatorLog.NotLeft(logger, DatabaseFault.Describe(exception));
        }
    }

    private sealed record Running(CancellationTokenSource Stop, Task Work);
}

/// <summary>
/// How partitions are shared: evenly, and those who have one more than others keep it, so that nothing moves without need. Every
/// process comes to the same shares from the same view. Pure.
/// </summary>
/// <param name="Acquire">Free partitions to claim.</param>
/// <param name="Release">Partitions to hand over.</param>
internal sealed record PartitionBalance(IReadOnlyList<string> Acquire, IReadOnlyList<string> Release)
{
    public static PartitionBalance Of(string me, OwnershipView view)
    {
        var owned = view.OwnerOfPartition.Where(partition => partition.Value == me).Select(partition => partition.Key).Order(StringComparer.Ordinal).ToList();
        var free = view.OwnerOfPartition.Where(partition => partition.Value is null).Select(partition => partition.Key).Order(StringComparer.Ordinal);
        var share = ShareOf(me, view);
        return new([.. free.Take(Math.Max(0, share - owned.Count))], [.. owned.Skip(share)]);
    }

    private static int ShareOf(string me, OwnershipView view)
    {
        var counts = view.Owners.Append(me).Distinct().ToDictionary(owner => owner, owner => view.OwnerOfPartition.Values.Count(each => each == owner));
        var rank = counts.Keys.OrderByDescending(owner => counts[owner]).ThenBy(owner => owner, StringComparer.Ordinal).ToList().IndexOf(me);
        var (least, extra) = int.DivRem(view.OwnerOfPartition.Count, counts.Count);
        return least + (rank < extra ? 1 : 0);
    }
}
