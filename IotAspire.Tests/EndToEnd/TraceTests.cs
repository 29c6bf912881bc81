using System.Diagnostics;
using IotAspire.Tests.Aggregator;
using IotAspire.Tests.Api;
using IotAspire.Tests.Generator;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EndToEnd;

/// <summary>The three services in this process, on a real hub and a real database.</summary>
public sealed class TraceTests(MySqlServers servers) : IDisposable
{
    private const string Kitchen = "kitchen-temperature";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);

    private readonly ActivitySource _source = new("IotAspire.Tests.Traces");

    public void Dispose() => _source.Dispose();

    [Fact]
    public async Task A_reading_can_be_followed_from_its_sensor_to_the_commit_and_an_answer_to_its_queries()
    {
        var telemetry = new RecordedTelemetry();
        await using var pipeline = await TestPipeline.StartAsync(servers);
        await using var aggregator = RunningAggregator.Start(pipeline.HubConnectionString, pipeline.Database.ConnectionString, telemetry);
        await using var generator = RunningGenerator.Start(pipeline.HubConnectionString, telemetry, ("Generator:Interval", "00:00:00.5"));

        var process = await FindAsync(telemetry, span => span.Name == "process telemetry" && IsAt(span, pipeline.Hub.Port) && span.Links.Count > 0);
        var send = await FindAsync(telemetry, span => process.Links.Any(link => (link.TraceId, link.SpanId) == (span.TraceId, span.SpanId)));
        var generate = await FindAsync(telemetry, span => send.IsBelow(span));
        Assert.Equal(("IotAspire.Generator", "generate readings", ActivityKind.Internal, default), (generate.Source, generate.Name, generate.Kind, generate.ParentSpanId));
        Assert.Equal(("IotAspire.EventHubs", "send telemetry", ActivityKind.Producer), (send.Source, send.Name, send.Kind));
        Assert.Equal(("IotAspire.Aggregator", ActivityKind.Consumer, default), (process.Source, process.Kind, process.ParentSpanId));
        Assert.NotEqual(send.TraceId, process.TraceId);
        Assert.InRange(send.Start, generate.Start + generate.Duration - TimeSpan.FromMilliseconds(1), DateTime.MaxValue);

        var batch = Assert.Single(telemetry.Spans, span => span.IsBelow(process));
        Assert.Equal(("IotAspire.Storage", "store batch", ActivityKind.Internal), (batch.Source, batch.Name, batch.Kind));
        var statements = telemetry.Spans.Where(span => span.IsBelow(batch)).ToList();
        Assert.All(statements, span => Assert.Equal(("MySqlConnector", ActivityKind.Client), (span.Source, span.Kind)), throwIfEmpty: true);
        var database = pipeline.Database.Name;
        Assert.Equal(
            ["lock checkpoint", "load readings", "add to rollups_1d", "add to rollups_1h", "add to rollups_1m", "advance checkpoint", $"COMMIT {database}"],
            statements.OrderBy(span => span.Start).Select(span => span.Name)
                .Where(name => name is "lock checkpoint" or "load readings" or "advance checkpoint" || name.StartsWith("add to rollups", StringComparison.Ordinal) || name.StartsWith("COMMIT", StringComparison.Ordinal)));

        await using var api = await RunningApi.StartAsync(IngestDatabase.Open(pipeline.Database.ConnectionString), migrated: true, log: null, telemetry);
        ActivityContext caller;
        using (var activity = _source.StartActivity("caller")!)
        {
            caller = activity.Context;
            await api.GetAsync($"/api/v1/readings?sensorId={Kitchen}&limit=5");
        }

        // The answer is there before its span ends.
        var answer = await FindAsync(telemetry, span => span.TraceId == caller.TraceId && span.Kind == ActivityKind.Server);
        Assert.Equal(("Microsoft.AspNetCore", "GET /api/v1/readings"), (answer.Source, answer.Name));
        Assert.Contains(telemetry.Spans, span => span.IsBelow(answer) && span.Name == "read readings");
    }

    private static bool IsAt(RecordedSpan span, int port) => port.Equals(span["server.port"]);

    private static async Task<RecordedSpan> FindAsync(RecordedTelemetry telemetry, Func<RecordedSpan, bool> condition) => (await Eventually.Async(
        () => Task.FromResult(telemetry.Spans.FirstOrDefault(condition)), span => span is not null, Deadline, "a span"))!;
}
