using System.Diagnostics;
using System.Net;
using IotAspire.LocalMySql;
using IotAspire.Tests.Api.Live;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api;

[Collection(RunsAlone.Name)]
public sealed class TelemetryTests(MySqlServers servers) : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly ActivitySource _source = new("IotAspire.Tests.Api");
    private readonly RecordedTelemetry _telemetry = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _source.Dispose();

    [Fact]
    public async Task A_request_holds_its_queries_and_says_what_it_answered()
    {
        await using var api = await StartAsync();
        await api.StoreAsync(Batches.Reading(1, 20), Batches.Reading(2, 21));

        var answer = await SpanOfAsync(api, "/api/v1/readings?sensorId=kitchen-temperature&from=2026-11-23T00:00:00Z&format=csv");

        Assert.Equal(("Microsoft.AspNetCore", "GET /api/v1/readings", ActivityKind.Server, ActivityStatusCode.Unset), (answer.Source, answer.Name, answer.Kind, answer.Status));
        Assert.Equal(("GET", "http", "/api/v1/readings", 200), (answer["http.request.method"], answer["url.scheme"], answer["http.route"], answer["http.response.status_code"]));
        Assert.Equal(("csv", 2L), (answer["iotaspire.answer.format"], answer["iotaspire.answer.rows"]));
        // Keys may be in a query, so no value of it is shown.
        Assert.Matches("^\\??sensorId=Redacted&from=Redacted&format=Redacted$", answer["url.query"] as string);
        var query = Assert.Single(_telemetry.Spans, span => span.IsBelow(answer) && span.Name == "read readings");
        Assert.Equal(("MySqlConnector", ActivityKind.Client, api.Database.Name), (query.Source, query.Kind, query["db.namespace"]));
        Assert.Equal(2, Assert.Single(_telemetry.Points("iotaspire.api.rows", ("format", "csv"))).Sum);
        Assert.NotEmpty(_telemetry.Points("http.server.request.duration", ("http.route", "/api/v1/readings"), ("http.response.status_code", 200)));
    }

    [Fact]
    public async Task A_request_that_fails_is_an_error_and_one_that_is_refused_is_not()
    {
        await using var api = await StartAsync();
        await api.StoreAsync(Batches.Reading(1, 20));

        var refused = await SpanOfAsync(api, "/api/v1/readings?nonsense=1", HttpStatusCode.BadRequest);
        await api.Database.ExecuteAsync("RENAME TABLE readings TO gone");
        var failed = await SpanOfAsync(api, "/api/v1/readings?from=2026-11-23T00:00:00Z", HttpStatusCode.ServiceUnavailable);

        Assert.Equal((ActivityStatusCode.Unset, 400), (refused.Status, refused["http.response.status_code"]));
        Assert.Equal((ActivityStatusCode.Error, 503, "503"), (failed.Status, failed["http.response.status_code"], failed["error.type"]));
    }

    [Fact]
    public async Task Probes_files_polls_and_open_streams_leave_no_spans()
    {
        var started = new Activity("start") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        await using var api = await StartAsync(("Live:Interval", "00:00:00.05"), ("Live:Heartbeat", "00:00:00.1"));
        started.Stop();
        await api.StoreAsync(Batches.Reading(1, 20));
        ActivityTraceId trace;
        LiveReader reader;
        using (var caller = _source.StartActivity("caller")!)
        {
            trace = caller.TraceId;
            reader = await LiveReader.OpenAsync(api.Client);
        }

        await using var _ = reader;
        Assert.Equal(1, Assert.Single(_telemetry.Points("iotaspire.api.live.readers")).Sum);
        int CountInTrace() => _telemetry.Spans.Count(span => span.TraceId == trace && span.Source == "MySqlConnector");
        var atOpening = CountInTrace();
        // The key is looked up again every two seconds, the buckets ten times a second.
        await reader.WaitAsync(events => events.Count(one => one.Name == "heartbeat") >= 30, "heartbeats of three seconds");
        foreach (var probe in new[] { "/health", "/alive", "/explore/main.js" })
            using (await api.Client.GetAsync(probe, Token))
            {
            }

        Assert.Equal(atOpening, CountInTrace());
        Assert.DoesNotContain(_telemetry.Spans, span => span.TraceId == started.TraceId);
        Assert.DoesNotContain(_telemetry.Spans, span => api.Database.Name.Equals(span["db.namespace"]) && span.ParentSpanId == default);
        Assert.DoesNotContain(_telemetry.Spans, span => span["url.path"] is "/health" or "/alive" or "/explore/main.js" && api.Address.Port.Equals(span["server.port"]));
    }

    private async Task<RunningApi> StartAsync(params (string Name, string Value)[] settings) =>
        await RunningApi.StartAsync(await IngestDatabase.CreateAsync(servers, MySqlFlavor.Any), migrated: true, log: null, _telemetry, settings);

    private async Task<RecordedSpan> SpanOfAsync(RunningApi api, string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        ActivityTraceId trace;
        using (var caller = _source.StartActivity("caller")!)
        {
            trace = caller.TraceId;
            using var response = await api.Client.GetAsync(path, Token);
            Assert.Equal(expected, response.StatusCode);
        }

        // The answer is there before its span ends.
        return (await Eventually.Async(
            () => Task.FromResult(_telemetry.Spans.FirstOrDefault(span => span.TraceId == trace && span.Kind == ActivityKind.Server)), span => span is not null, Soon, "the request's span"))!;
    }
}
