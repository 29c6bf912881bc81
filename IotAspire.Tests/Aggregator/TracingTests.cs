using System.Diagnostics;
using Azure.Messaging.EventHubs;
using IotAspire.Aggregator.Ingest;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.EventHubs;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Aggregator.PublishedReadings;

namespace IotAspire.Tests.Aggregator;

/// <summary>A reading can be followed from the one who sent it to the commit.</summary>
public sealed class TracingTests(MySqlServers servers) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);
    private readonly ActivitySource _source = new("IotAspire.Tests.Tracing");
    private readonly RecordedTelemetry _telemetry = new();

    public void Dispose() => _source.Dispose();

    [Fact]
    public async Task A_batch_links_to_the_spans_of_its_readings_and_belongs_to_none_of_them()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        RunningAggregator aggregator;
        ActivityTraceId starting;
        // Whatever was current when the service started must not become the parent of what it does.
        using (var start = new Activity("start") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start())
        {
            starting = start.TraceId;
            aggregator = RunningAggregator.Start(pipeline.HubConnectionString, pipeline.Database.ConnectionString, _telemetry);
        }

        await using var _ = aggregator;
        var traces = new List<ActivityTraceId>();
        for (var i = 0; i < 3; i++)
        {
            using var sending = _source.StartActivity("measure")!;
            traces.Add(sending.TraceId);
            await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-i), 2));
            await pipeline.VerifyStoredAsync();
        }

        var batches = new List<RecordedSpan>();
        foreach (var trace in traces)
        {
            var send = Assert.Single(_telemetry.Spans, span => span.TraceId == trace && span.Name == "send telemetry");
            // The checkpoint is seen before the span ends.
            batches.Add((await Eventually.Async(
                () => Task.FromResult(_telemetry.Spans.FirstOrDefault(span => span.Name == "process telemetry" && span.Links.Any(link => link.SpanId == send.SpanId))),
                span => span is not null,
                Deadline,
                "the batch"))!);
        }

        Assert.Equal(batches.Count, batches.Select(batch => batch.TraceId).Distinct().Count());
        foreach (var batch in batches)
        {
            Assert.Equal(("IotAspire.Aggregator", ActivityKind.Consumer, default, ActivityStatusCode.Unset), (batch.Source, batch.Kind, batch.ParentSpanId, batch.Status));
            Assert.All(batch.Links, link => Assert.Contains(link.TraceId, traces), throwIfEmpty: true);
            Assert.Equal(
                Attributes(pipeline, batch["messaging.destination.partition.id"]!).Append(("messaging.batch.message_count", 2)).Select(each => $"{each.Key}={each.Value}").Order(),
                batch.Tags.Select(tag => $"{tag.Key}={tag.Value}").Order());
            var transaction = Assert.Single(_telemetry.Spans, span => span.IsBelow(batch));
            Assert.Equal("store batch", transaction.Name);
            var names = _telemetry.Spans.Where(span => span.IsBelow(transaction)).Select(span => span.Name).ToList();
            Assert.Contains("add to rollups_1m", names);
            Assert.Contains("advance checkpoint", names);
            Assert.Contains($"COMMIT {pipeline.Database.Name}", names);
        }

        Assert.DoesNotContain(_telemetry.Spans, span => span.TraceId == starting);
        // Claims and leases are many, and nobody's.
        Assert.DoesNotContain(_telemetry.Spans, span => pipeline.Database.Name.Equals(span["db.namespace"]) && span.ParentSpanId == default);
    }

    [Fact]
    public async Task Each_failing_try_is_told_and_a_batch_that_is_given_up_is_an_error()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        await using var aggregator = RunningAggregator.Start(pipeline.HubConnectionString, pipeline.Database.ConnectionString, _telemetry);
        using var measurements = new RecordedMeasurements(aggregator.Meters);
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now, 2));
        await pipeline.VerifyStoredAsync();

        // Every try to store meets a deadlock, until the partition is another's.
        await pipeline.Database.ExecuteAsync("CREATE TRIGGER hold BEFORE INSERT ON ingest_statistics FOR EACH ROW SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213");
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddSeconds(2), 2));
        bool IsTry(RecordedSpan span) => span.Name == "store batch" && "1213".Equals(span["error.type"]);
        await Eventually.TrueAsync(() => _telemetry.Spans.Count(IsTry) >= 2, Deadline, "two tries");
        await pipeline.Database.ExecuteAsync("UPDATE checkpoints SET owner = 'other', owner_level = owner_level + 1");

        var tries = _telemetry.Spans.Where(IsTry).ToList();
        Assert.All(tries, one => Assert.Equal(ActivityStatusCode.Error, one.Status), throwIfEmpty: true);
        var process = (await Eventually.Async(
            () => Task.FromResult(_telemetry.Spans.FirstOrDefault(span => span.Name == "process telemetry" && span.TraceId == tries[0].TraceId)), span => span is not null, Deadline, "the batch"))!;
        Assert.All(tries, one => Assert.True(one.IsBelow(process)), throwIfEmpty: true);
        Assert.Equal((ActivityStatusCode.Error, typeof(OwnershipLostException).FullName), (process.Status, process["error.type"]));
        (string, object)[] failed = [.. Attributes(pipeline, null), ("error.type", typeof(OwnershipLostException).FullName!)];
        await Eventually.TrueAsync(() => measurements.Of("messaging.client.consumed.messages", failed).Count > 0, Deadline, "the batch is counted");
        Assert.Equal([2d], measurements.Of("messaging.client.consumed.messages", failed));
        Assert.Single(measurements.Of("messaging.process.duration", failed));
    }

    [Fact]
    public void A_batch_links_to_few_spans_and_only_to_such_as_were_recorded()
    {
        var batch = new PendingBatch();
        for (var i = 0; i < 100; i++)
            batch.Add(Event(i, $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-{(i % 2 == 0 ? "01" : "00")}"));
        batch.Add(Event(100, "nonsense"));

        Assert.Equal(32, batch.Traces.Count);
        Assert.All(batch.Traces, trace => Assert.Equal(ActivityTraceFlags.Recorded, trace.TraceFlags), throwIfEmpty: true);
        Assert.Equal(101, batch.EventCount);
    }

    private static EventData Event(long sequenceNumber, string context) =>
        TestHub.Received(sequenceNumber, DateTime.UtcNow, "{}"u8.ToArray(), new Dictionary<string, object> { ["traceparent"] = context });

    private static IEnumerable<(string Key, object Value)> Attributes(TestPipeline pipeline, object? partition)
    {
        yield return ("messaging.system", "eventhubs");
        yield return ("messaging.operation.name", "process");
        yield return ("messaging.operation.type", "process");
        yield return ("messaging.destination.name", "telemetry");
        yield return ("messaging.consumer.group.name", "aggregator");
        yield return ("server.address", "localhost");
        yield return ("server.port", pipeline.Hub.Port);
        if (partition is not null)
            yield return ("messaging.destination.partition.id", partition);
    }
}
