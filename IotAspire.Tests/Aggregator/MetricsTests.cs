using System.Diagnostics.Metrics;
using IotAspire.Aggregator;
using IotAspire.Aggregator.Ingest;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.EventHubs;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static IotAspire.Tests.Aggregator.PublishedReadings;

namespace IotAspire.Tests.Aggregator;

public sealed class MetricsTests(MySqlServers servers)
{
    private const string LagEvents = "iotaspire.aggregator.lag_events";
    private const string LagTime = "iotaspire.aggregator.lag_time";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly PartitionOwnership Ownership = new(new("telemetry", "aggregator", "3"), "one", 1);
    private static readonly Checkpoint Start = new(Batches.Noon, 1, 9, "9", Batches.Noon);

    [Fact]
    public async Task What_becomes_of_readings_and_events_is_counted()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        await using var aggregator = pipeline.StartAggregator();
        using var measurements = new RecordedMeasurements(aggregator.Meters);
        var published = pipeline.Published;
        var punctual = Series(Kitchen, Now.AddSeconds(-6), 5);

        await published.PublishSinglyAsync(punctual);
        await published.PublishAsync(Kitchen, Series(Kitchen, Now.AddHours(-1), 7));
        await published.PublishSinglyAsync(punctual[..2]);
        await published.PublishSinglyAsync(punctual[2..3].Select(reading => reading with { Value = reading.Value + 1 }));
        await published.PublishPoisonAsync(Kitchen, "no JSON");
        await pipeline.VerifyStoredAsync();

        // The checkpoint is seen before the batch is counted.
        await Eventually.TrueAsync(() => measurements.Of("messaging.client.consumed.messages").Sum() >= 10, Deadline, "all events counted");
        (string, object)[] process =
        [
            ("messaging.system", "eventhubs"), ("messaging.operation.name", "process"), ("messaging.operation.type", "process"), ("messaging.destination.name", "telemetry"),
            ("messaging.consumer.group.name", "aggregator"), ("server.address", "localhost"), ("server.port", pipeline.Hub.Port),
        ];
        Assert.Equal(10, measurements.Of("messaging.client.consumed.messages", process).Sum());
        Assert.Equal(12, measurements.Of("iotaspire.aggregator.readings", ("outcome", "stored")).Sum());
        Assert.Equal(2, measurements.Of("iotaspire.aggregator.readings", ("outcome", "duplicate")).Sum());
        Assert.Equal(1, measurements.Of("iotaspire.aggregator.readings", ("outcome", "conflict")).Sum());
        Assert.Equal(7, measurements.Of("iotaspire.aggregator.late_readings").Sum());
        Assert.Equal(1, measurements.Of("iotaspire.aggregator.dead_letters").Sum());
        var batches = measurements.Of("iotaspire.aggregator.batch_readings");
        Assert.Equal(15, batches.Sum());
        var durations = measurements.Of("messaging.process.duration", process);
        Assert.Equal(batches.Count, durations.Count);
        Assert.All(durations, seconds => Assert.InRange(seconds, 1e-6, Deadline.TotalSeconds), throwIfEmpty: true);
    }

    [Fact]
    public async Task Lag_is_told_for_each_partition_that_the_process_owns_and_no_other()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        await using var aggregator = pipeline.StartAggregator();
        using var measurements = new RecordedMeasurements(aggregator.Meters);

        await Eventually.TrueAsync(() => measurements.Now(LagEvents).Count == 4, Deadline, "all partitions tell their lag");
        Assert.Equal([0d, 0, 0, 0], measurements.Now(LagTime));
        // Another owner takes one.
        await pipeline.Database.ExecuteAsync("UPDATE checkpoints SET owner = 'other', owner_level = owner_level + 1, lease_until = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR WHERE partition_id = '2'");

        await Eventually.TrueAsync(() => measurements.Now(LagEvents).Count == 3, Deadline, "one partition less");
        Assert.Empty(measurements.Now(LagEvents, ("messaging.destination.partition.id", "2")));
    }

    [Fact]
    public void Lag_is_what_lies_between_the_batch_and_the_hubs_newest_event()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var clock = new FakeTimeProvider(new(Batches.Noon.AddSeconds(34)));
        var telemetry = new AggregatorTelemetry(meters, new("localhost", 5672), clock);
        using var measurements = new RecordedMeasurements(meters);
        var partition = ("messaging.destination.partition.id", (object)"3");
        var behind = new IngestBatch
        {
            Ownership = Ownership,
            Expected = Start,
            Next = Start.Advance(20, "20", Batches.Noon.AddSeconds(4)),
            Readings = [],
            DeadLetters = [],
            LostEvents = 6,
            HubSequenceNumber = 120,
        };

        telemetry.Stored(behind, 5, IngestResult.AlreadyStored, TimeSpan.FromSeconds(0.25));
        Assert.Equal([6d], measurements.Of("iotaspire.aggregator.lost_events"));
        Assert.Equal([0.25], measurements.Of("messaging.process.duration"));
        Assert.Equal([100d], measurements.Now(LagEvents, partition));
        Assert.Equal([30d], measurements.Now(LagTime, partition));

        telemetry.Stored(behind with { CaughtUpAt = Batches.Noon }, 5, IngestResult.AlreadyStored, TimeSpan.Zero);
        Assert.Equal([0d], measurements.Now(LagEvents, partition));
        Assert.Equal([0d], measurements.Now(LagTime, partition));

        // The database is away, and more and more waits.
        var waiting = new PendingBatch();
        waiting.Add(TestHub.Received(21, Batches.Noon.AddSeconds(30), "{}"u8.ToArray()));
        telemetry.Storing(Ownership.Partition, waiting);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([1d], measurements.Now(LagEvents, partition));
        Assert.Equal([64d], measurements.Now(LagTime, partition));

        telemetry.Released("3");
        Assert.Empty(measurements.Now(LagEvents));
    }
}
