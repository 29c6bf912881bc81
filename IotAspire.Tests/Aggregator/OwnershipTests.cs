using IotAspire.LocalMySql;
using IotAspire.Storage.Model;
using IotAspire.Tests.Support;
using MySqlConnector;
using static IotAspire.Tests.Aggregator.PublishedReadings;

namespace IotAspire.Tests.Aggregator;

/// <summary>Two Aggregators on one hub and one database.</summary>
public sealed class OwnershipTests(MySqlServers servers)
{
    private const int PartitionLost = 2021;
    private static readonly KeyValuePair<string, string> ShortLease = new("Aggregator:Lease", "00:00:02");
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    [Fact]
    public async Task Partitions_are_shared_evenly_stay_where_they_are_while_idle_and_go_to_others_when_their_owner_stops()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        await using var first = pipeline.StartAggregator(ShortLease);
        await pipeline.CheckpointsAsync(row => row.Owner is not null, "all partitions owned");
        var second = pipeline.StartAggregator(ShortLease);
        await OwnersAsync(pipeline, [2, 2]);
        await using var third = pipeline.StartAggregator(ShortLease);
        var owned = await OwnersAsync(pipeline, [2, 1, 1]);
        // Three leases long there is nothing to read.
        var until = DateTime.UtcNow.AddSeconds(6);
        await pipeline.CheckpointsAsync(row => row.CaughtUpAt > until, "idle for three leases");
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now, 5));
        await pipeline.VerifyStoredAsync();
        Assert.Equal(owned.Select(row => (row.Owner, row.OwnerLevel)), (await pipeline.CheckpointsAsync()).Select(row => (row.Owner, row.OwnerLevel)));

        await second.DisposeAsync();
        await OwnersAsync(pipeline, [2, 2]);
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-1), 5));
        await pipeline.VerifyStoredAsync();
        Assert.Empty(first.Log.Warnings);
        Assert.Empty(third.Log.Warnings);
    }

    [Fact]
    public async Task After_a_kill_another_takes_over_and_nothing_is_stored_twice()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        await using var killed = pipeline.StartAggregatorProcess(ShortLease, new("Aggregator:ReadingsPerBatch", "1"));
        await pipeline.CheckpointsAsync(row => row.Owner is not null, "all partitions owned");
        var formerOwner = (await pipeline.CheckpointsAsync())[0].Owner;
        await using var other = pipeline.StartAggregator(ShortLease);
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-10), 400));
        await pipeline.Published.PublishSinglyAsync(Series("deposit-temperature", Now.AddMinutes(-10), 400));
        await Eventually.Async(
            pipeline.CheckpointsAsync, rows => rows.Exists(row => row.SequenceNumber > 20), Deadline, "in the middle of the events");

        await killed.KillAsync();

        await pipeline.VerifyStoredAsync();
        await pipeline.CheckpointsAsync(row => row.Owner is not null && row.Owner != formerOwner, "all partitions with the other");
    }

    [Fact]
    public async Task One_that_stood_still_longer_than_its_lease_finds_out_and_stores_nothing_twice()
    {
        Requirement.Met(!OperatingSystem.IsWindows(), "a process can be made to stand still only by a POSIX signal");
        await using var pipeline = await TestPipeline.StartAsync(servers);
        await using var paused = pipeline.StartAggregatorProcess(ShortLease);
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-3), 10));
        await pipeline.VerifyStoredAsync();

        paused.Pause();
        // While it stands still the hub sends it these; it has them in its hands when it goes on.
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-2), 100));
        await using var other = pipeline.StartAggregator(ShortLease);
        await pipeline.CheckpointsAsync(row => row.Owner is not null && row.OwnerLevel > 1, "the other has taken over");
        paused.Resume();
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-1), 100));

        await pipeline.VerifyStoredAsync();
        await Eventually.TrueAsync(() => paused.Output.Contains("Lost ownership of partition", StringComparison.Ordinal), Deadline, "the former owner has found out");
        Assert.False(paused.Exited.IsCompleted, paused.Output);
        Assert.Empty(other.Log.Of(PartitionLost));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task One_that_stands_still_in_the_middle_of_a_transaction_does_not_keep_its_partition(MySqlFlavor flavor)
    {
        Requirement.Met(!OperatingSystem.IsWindows(), "a process can be made to stand still only by a POSIX signal");
        await using var pipeline = await TestPipeline.StartAsync(servers, flavor);
        await using var paused = pipeline.StartAggregatorProcess(ShortLease);
        await pipeline.CheckpointsAsync(row => row.CaughtUpAt is not null, "running");
        await using (var connection = await pipeline.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            // Its batch has locked the checkpoint when it comes to this row.
            await using var held = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var hold = new MySqlCommand("SELECT COUNT(*) FROM `retention` FOR UPDATE", connection, held);
            await hold.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-3), 10));
            await Eventually.Async(
                () => pipeline.Database.ScalarAsync("SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID() AND info LIKE '%LOCK IN SHARE MODE%'"),
                waiting => waiting is > 0L,
                Deadline,
                "a batch waits");
            paused.Pause();
        }

        // Now the server waits for its next statement.
        await using var other = pipeline.StartAggregator(ShortLease);
        await pipeline.CheckpointsAsync(row => row.Owner is not null && row.OwnerLevel > 1, "the other has taken over");
        await pipeline.VerifyStoredAsync();
        paused.Resume();

        await Eventually.TrueAsync(() => paused.Output.Contains("Lost ownership of partition", StringComparison.Ordinal), Deadline, "the former owner has found out");
        await pipeline.VerifyStoredAsync();
        Assert.False(paused.Exited.IsCompleted, paused.Output);
        Assert.Empty(other.Log.Of(PartitionLost));
    }

    // Waits until the partitions are shared in such numbers.
    private static async Task<List<CheckpointRow>> OwnersAsync(TestPipeline pipeline, int[] shares) => await Eventually.Async(
        pipeline.CheckpointsAsync,
        rows => rows.TrueForAll(row => row.Owner is not null)
            && rows.CountBy(row => row.Owner!).Select(owner => owner.Value).OrderDescending().SequenceEqual(shares),
        Deadline,
        $"partitions shared {string.Join(" : ", shares)}");
}
