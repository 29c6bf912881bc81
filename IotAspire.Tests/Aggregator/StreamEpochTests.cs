using IotAspire.Tests.EventHubs;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Aggregator.PublishedReadings;

namespace IotAspire.Tests.Aggregator;

/// <summary>A hub whose stream is another than the one that the checkpoints belong to.</summary>
public sealed class StreamEpochTests(MySqlServers servers)
{
    private const int EpochBegun = 2024;
    private const int EventsLost = 2025;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hub_that_was_made_anew_is_read_from_its_beginning()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        await using var aggregator = pipeline.StartAggregator();
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-5), 3));
        await pipeline.VerifyStoredAsync();

        await pipeline.RestartHubAsync(whileDown: () => Directory.Delete(pipeline.HubDirectory, recursive: true));
        // More than before: a checkpoint that was kept would skip the first of them.
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-4), 5));
        await pipeline.VerifyStoredAsync();

        await VerifyEpochAsync(pipeline, aggregator, 2, "created at");
    }

    [Fact]
    public async Task A_stream_that_was_forgotten_is_read_from_its_beginning()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        await using var aggregator = pipeline.StartAggregator();
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-5), 5));
        await pipeline.VerifyStoredAsync();

        await pipeline.Hub.ForgetStreamAsync(TestHub.Name, Token);
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-4), 3));
        await pipeline.VerifyStoredAsync();

        // Twice, if the partition's end was seen before the hub's new time of creation.
        Assert.All(await pipeline.CheckpointsAsync(), row => Assert.InRange(row.Epoch, 2u, 3u), throwIfEmpty: true);
        Assert.NotEmpty(aggregator.Log.Of(EpochBegun));
    }

    [Fact]
    public async Task A_stream_that_ends_before_the_checkpoint_is_read_from_its_beginning()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        var description = File.ReadAllText(DescriptionOf(pipeline));
        await using var aggregator = pipeline.StartAggregator();
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-5), 5));
        await pipeline.VerifyStoredAsync();

        await pipeline.RestartHubAsync(whileDown: () => ForgetEvents(pipeline, description));
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-4), 2));
        await pipeline.VerifyStoredAsync();

        var read = (await pipeline.CheckpointsAsync()).Where(row => row.SequenceNumber is not null);
        Assert.Equal(2u, Assert.Single(read).Epoch);
        Assert.Contains("the checkpoint stands at 4", Assert.Single(aggregator.Log.Of(EpochBegun)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_event_in_the_checkpoints_place_begins_a_new_epoch()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        var description = File.ReadAllText(DescriptionOf(pipeline));
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-5), 3));
        await using (pipeline.StartAggregator())
            await pipeline.VerifyStoredAsync();

        await pipeline.RestartHubAsync(whileDown: () => ForgetEvents(pipeline, description));
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-4), 6));
        await using var aggregator = pipeline.StartAggregator();
        await pipeline.VerifyStoredAsync();

        var read = (await pipeline.CheckpointsAsync()).Where(row => row.SequenceNumber is not null);
        Assert.Equal(2u, Assert.Single(read).Epoch);
        Assert.Contains("event 2 was enqueued at", Assert.Single(aggregator.Log.Of(EpochBegun)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_taken_by_the_hubs_retention_are_counted_as_lost()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-5), 3));
        await using (pipeline.StartAggregator())
            await pipeline.VerifyStoredAsync();
        var partition = (await pipeline.CheckpointsAsync()).Single(row => row.SequenceNumber == 2).PartitionId;

        for (var i = 0; i < 4; i++)
            await pipeline.Published.PublishPoisonAsync(Kitchen, "gone before it is read");
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-4), 2));
        await pipeline.Hub.TruncateBeforeAsync(TestHub.Name, partition, 7, Token);
        await using var aggregator = pipeline.StartAggregator();
        await pipeline.VerifyStoredAsync();

        var checkpoints = await pipeline.CheckpointsAsync();
        Assert.Equal(4ul, checkpoints.Single(row => row.PartitionId == partition).LostEvents);
        Assert.All(checkpoints, row => Assert.Equal(1u, row.Epoch), throwIfEmpty: true);
        // Said after the commit.
        var lost = await Eventually.Async(() => Task.FromResult(aggregator.Log.Of(EventsLost)), lines => lines.Count > 0, TimeSpan.FromSeconds(20), "it is logged");
        Assert.Contains("lost 4 events after sequence number 2", Assert.Single(lost), StringComparison.Ordinal);
        Assert.Empty(await pipeline.DeadLettersAsync());
    }

    [Fact]
    public async Task A_partition_whose_events_have_all_expired_is_caught_up()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        await pipeline.Published.PublishPoisonAsync(Kitchen, "gone before it is read");
        foreach (var partition in new[] { "0", "1", "2", "3" })
            await pipeline.Hub.TruncateBeforeAsync(TestHub.Name, partition, 1, Token);

        await using var aggregator = pipeline.StartAggregator();

        await pipeline.CheckpointsAsync(row => row.CaughtUpAt is not null, "caught up with nothing");
    }

    private static async Task VerifyEpochAsync(TestPipeline pipeline, RunningAggregator aggregator, uint epoch, string reason)
    {
        var checkpoints = await pipeline.CheckpointsAsync(row => row.Epoch > 1, "all partitions in another epoch");
        Assert.All(checkpoints, row => Assert.Equal(epoch, row.Epoch), throwIfEmpty: true);
        var begun = aggregator.Log.Of(EpochBegun);
        Assert.Equal(checkpoints.Count, begun.Count);
        Assert.All(begun, line => Assert.Contains(reason, line, StringComparison.Ordinal), throwIfEmpty: true);
    }

    private static string DescriptionOf(TestPipeline pipeline) => Path.Combine(pipeline.HubDirectory, TestHub.Name, "hub.json");

    // The time of creation stays: only the events tell that the stream is another.
    private static void ForgetEvents(TestPipeline pipeline, string description)
    {
        Directory.Delete(pipeline.HubDirectory, recursive: true);
        Directory.CreateDirectory(Path.GetDirectoryName(DescriptionOf(pipeline))!);
        File.WriteAllText(DescriptionOf(pipeline), description);
    }
}
