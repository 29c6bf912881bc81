using System.Diagnostics;
using IotAspire.LocalMySql;
using IotAspire.ServiceDefaults;
using IotAspire.Storage;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using MySqlConnector;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Storage;

[Collection(RunsAlone.Name)]
public sealed class StorageTelemetryTests(MySqlServers servers) : IAsyncDisposable
{
    private const string Duration = "db.client.operation.duration";
    private readonly ActivitySource _source = new("IotAspire.Tests.Storage");
    private readonly RecordedTelemetry _telemetry = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private IngestDatabase? _database;
    private IHost? _host;

    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private MySqlConnectionStringBuilder Connection => new(_database!.ConnectionString);

    private BatchWriter Writer => _host!.Services.GetRequiredService<BatchWriter>();

    public async ValueTask DisposeAsync()
    {
        _source.Dispose();
        _host?.Dispose();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_batch_is_a_span_with_its_statements_below_and_none_of_its_values(MySqlFlavor flavor)
    {
        var (ownership, start) = await StartAsync(flavor);
        ActivityTraceId trace;
        using (var caller = _source.StartActivity("caller")!)
        {
            trace = caller.TraceId;
            await Writer.WriteAsync(Next(ownership, start, Reading(1, 17.171717), Reading(61, 18), Reading(1, 17.171717, "offices-temperature")), Token);
        }

        var spans = _telemetry.Spans.Where(span => span.TraceId == trace).ToList();
        var batch = Assert.Single(spans, span => span.Name == "store batch");
        Assert.Equal(("IotAspire.Storage", ActivityKind.Internal, ActivityStatusCode.Unset, 3), (batch.Source, batch.Kind, batch.Status, batch["iotaspire.batch.readings"]));
        var statements = spans.Where(span => span.Source == "MySqlConnector").ToList();
        Assert.All(statements, span => Assert.True(span.IsBelow(batch)), throwIfEmpty: true);
        Assert.All(statements, span => Assert.Equal(ActivityKind.Client, span.Kind), throwIfEmpty: true);
        var insert = Assert.Single(statements, span => span.Name == "add to rollups_1m");
        Assert.Equal(
            Attributes("add to rollups_1m").Select(each => $"{each.Key}={each.Value}").Order(),
            insert.Tags.Where(tag => tag.Key is not ("db.query.text" or "db.connection_id" or "network.peer.address" or "network.peer.port")).Select(tag => $"{tag.Key}={tag.Value}").Order());
        Assert.Contains("VALUES {list}\nON DUPLICATE KEY UPDATE", insert["db.query.text"] as string);
        var commit = Assert.Single(statements, span => span.Name == $"COMMIT {_database!.Name}");
        Assert.Equal("COMMIT", commit["db.operation.name"]);
        Assert.Contains(statements, span => span.Name == "load readings");
        // Neither readings nor how one gets in.
        Assert.All(
            new[] { "17.171717", "1.7171717", "2026-11-23", Connection.Password, $"User ID={Connection.UserID}" }.Where(secret => secret.Length > 0),
            secret => Assert.DoesNotContain(spans.SelectMany(span => span.Texts), text => text.Contains(secret, StringComparison.OrdinalIgnoreCase)));

        var point = await PointAsync(Attributes("add to rollups_1m"));
        Assert.Equal(("s", "IotAspire.Storage", 1), (point.Unit, point.Meter, point.Count));
        Assert.Equal(Attributes("add to rollups_1m").Length, point.Tags.Count);
        Assert.InRange(point.Seconds, 1e-6, 30);
        Assert.Equal([0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10], point.Boundaries);
        await PointAsync(("db.namespace", _database!.Name), ("db.operation.name", "COMMIT"));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_fault_of_the_database_is_on_the_statement_the_batch_and_the_metric(MySqlFlavor flavor)
    {
        var (ownership, start) = await StartAsync(flavor);
        await _database!.ExecuteAsync("DROP TABLE rollups_1h");
        ActivityTraceId trace;
        using (var caller = _source.StartActivity("caller")!)
        {
            trace = caller.TraceId;
            await Assert.ThrowsAsync<MySqlException>(() => Writer.WriteAsync(Next(ownership, start, Reading(1, 17)), Token));
        }

        var spans = _telemetry.Spans.Where(span => span.TraceId == trace).ToList();
        var batch = Assert.Single(spans, span => span.Name == "store batch");
        Assert.Equal((ActivityStatusCode.Error, "1146"), (batch.Status, batch["error.type"]));
        // The driver notes the error a moment after it has ended the span.
        var insert = Assert.Single(spans, span => span.Name == "add to rollups_1h").Now();
        Assert.Equal((ActivityStatusCode.Error, "1146", "1146"), (insert.Status, insert["error.type"], insert["db.response.status_code"]));
        Assert.Contains(spans, span => span.Name == $"ROLLBACK {_database.Name}");
        Assert.Equal(1, (await PointAsync([.. Attributes("add to rollups_1h"), ("error.type", "1146"), ("db.response.status_code", "1146")])).Count);
    }

    [Fact]
    public async Task A_batch_that_is_anothers_says_so()
    {
        var (ownership, start) = await StartAsync(MySqlFlavor.Any);
        ActivityTraceId trace;
        using (var caller = _source.StartActivity("caller")!)
        {
            trace = caller.TraceId;
            await Assert.ThrowsAsync<OwnershipLostException>(() => Writer.WriteAsync(Next(ownership with { OwnerLevel = 99 }, start, Reading(1, 17)), Token));
        }

        var batch = Assert.Single(_telemetry.Spans, span => span.TraceId == trace && span.Name == "store batch");
        Assert.Equal((ActivityStatusCode.Error, typeof(OwnershipLostException).FullName), (batch.Status, batch["error.type"]));
    }

    [Fact]
    public async Task What_nobody_asked_for_is_counted_and_not_traced()
    {
        await StartAsync(MySqlFlavor.Any);
        Activity.Current = null;
        for (var i = 0; i < 5; i++)
            await _host!.Services.GetRequiredService<OwnerStore>().DeregisterAsync("telemetry", "aggregator", "one", Token);

        Assert.DoesNotContain(_telemetry.Spans, span => _database!.Name.Equals(span["db.namespace"]));
        await PointAsync(point => point.Count == 5, Attributes("deregister owner"));
    }

    [Fact]
    public async Task What_sampling_leaves_out_is_counted_all_the_same()
    {
        var (ownership, start) = await StartAsync(MySqlFlavor.Any);
        // No span below one that wasn't chosen is.
        using (new Activity("not chosen").Start())
            await Writer.WriteAsync(Next(ownership, start, Reading(1, 17)), Token);

        Assert.DoesNotContain(_telemetry.Spans, span => _database!.Name.Equals(span["db.namespace"]));
        await PointAsync(Attributes("add to rollups_1m"));
    }

    [Fact]
    public async Task The_context_of_ef_core_tells_the_same_names()
    {
        await StartAsync(MySqlFlavor.Any);
        ActivityTraceId trace;
        using (var caller = _source.StartActivity("caller")!)
        {
            trace = caller.TraceId;
            await _host!.Services.GetRequiredService<IotAspire.Storage.Schema.SchemaMigrator>().IsCurrentAsync(Token);
        }

        var statements = _telemetry.Spans.Where(span => span.TraceId == trace && span.Tags.ContainsKey("db.query.text")).ToList();
        Assert.NotEmpty(statements);
        Assert.All(statements, span => Assert.Equal(("mysql", _database!.Name), (span["db.system.name"], span["db.namespace"])), throwIfEmpty: true);
        Assert.All(statements, span => Assert.DoesNotContain(span.Tags.Keys, key => key is "db.connection_string" or "db.user" or "db.statement"), throwIfEmpty: true);
    }

    private Task<RecordedPoint> PointAsync(params (string Key, object Value)[] tags) => PointAsync(_ => true, tags);

    private async Task<RecordedPoint> PointAsync(Func<RecordedPoint, bool> condition, params (string Key, object Value)[] tags) => Assert.Single(await Eventually.Async(
        () =>
        {
            // Statements are measured a second or two after their end.
            _clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(_telemetry.Points(Duration, tags));
        },
        points => points.Any(condition),
        TimeSpan.FromSeconds(20),
        "a point"));

    private (string Key, object Value)[] Attributes(string summary) =>
    [
        ("db.system.name", "mysql"),
        ("db.namespace", _database!.Name),
        ("db.query.summary", summary),
        ("server.address", Connection.Server),
        .. Connection.ConnectionProtocol == MySqlConnectionProtocol.Sockets ? new (string, object)[] { ("server.port", (int)Connection.Port) } : [],
    ];

    private async Task<(PartitionOwnership Ownership, Checkpoint Checkpoint)> StartAsync(MySqlFlavor flavor, params (string Name, string Value)[] settings)
    {
        _database = await IngestDatabase.CreateAsync(servers, flavor);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["ConnectionStrings:iotdb"] = _database.ConnectionString;
        foreach (var (name, value) in settings)
            builder.Configuration[name] = value;
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.AddTelemetry();
        builder.AddIotDb(HealthStatus.Unhealthy);
        builder.AddIotDbIngest();
        _telemetry.AddTo(builder.Services);
        _host = builder.Build();
        await _host.StartAsync(Token);
        return await _database.OwnAsync();
    }
}
