using System.Collections.Concurrent;
using System.Diagnostics;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Aggregator.PublishedReadings;

namespace IotAspire.Tests.Aggregator;

/// <summary>A reading can be followed from the one who sent it to the commit.</summary>
public sealed class TracingTests(MySqlServers servers) : IDisposable
{
    private const string Tests = "IotAspire.Tests.Tracing";

    private readonly ActivitySource _source = new(Tests);
    private readonly ConcurrentQueue<Activity> _spans = new();
    private ActivityListener? _listener;

    public void Dispose()
    {
        _listener?.Dispose();
        _source.Dispose();
    }

    [Fact]
    public async Task A_batch_links_to_the_spans_of_its_readings_and_holds_those_of_its_statements()
    {
        Listen();
        await using var pipeline = await TestPipeline.StartAsync(servers);
        RunningAggregator aggregator;
        // Whatever was current when the service started must not become the parent of all batches.
        using (_source.StartActivity("start"))
            aggregator = pipeline.StartAggregator();
        await using var _ = aggregator;
        var traces = new List<ActivityTraceId>();
        for (var i = 0; i < 3; i++)
        {
            using var sending = _source.StartActivity("measure")!;
            traces.Add(sending.TraceId);
            await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-i), 2));
            await pipeline.VerifyStoredAsync();
        }

        var batches = new List<Activity>();
        foreach (var trace in traces)
        {
            var send = Assert.Single(_spans, span => span.TraceId == trace && span.OperationName == "send telemetry");
            var linked = _spans.Where(span => span.OperationName == "process telemetry" && span.Links.Any(link => link.Context.SpanId == send.SpanId)).ToList();
            Assert.NotEmpty(linked);
            batches.AddRange(linked);
        }

        Assert.Equal(batches.Count, batches.Select(batch => batch.TraceId).Distinct().Count());
        foreach (var batch in batches)
        {
            Assert.Equal(default, batch.ParentSpanId);
            Assert.Equal(ActivityKind.Consumer, batch.Kind);
            Assert.All(batch.Links, link => Assert.Contains(link.Context.TraceId, traces));
            var below = _spans.Where(span => span.TraceId == batch.TraceId && span != batch).ToList();
            Assert.All(below, span => Assert.Equal("MySqlConnector", span.Source.Name));
            var statements = below.Select(span => span.GetTagItem("db.statement") as string ?? span.GetTagItem("db.query.text") as string ?? "").ToList();
            Assert.Contains(statements, text => text.Contains("`rollups_1m`", StringComparison.Ordinal));
            Assert.Contains(statements, text => text.Contains("UPDATE `checkpoints`", StringComparison.Ordinal));
        }
    }

    private void Listen() => ActivitySource.AddActivityListener(_listener = new()
    {
        ShouldListenTo = source => source.Name is Tests or "IotAspire.EventHubs" or "IotAspire.Aggregator" or "MySqlConnector",
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        ActivityStopped = _spans.Enqueue,
    });
}
