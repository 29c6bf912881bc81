using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.AppHost;

/// <summary>The application model in run mode, looked at without an orchestrator or a container runtime.</summary>
public sealed class RunModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_has_the_resources_of_the_pipeline()
    {
        await using var builder = await CreateAsync();

        string[] expected = ["aggregator", "api", "eventhubs", "generator", "iotdb", "mysql", "telemetry"];
        Assert.Equal(expected, builder.Resources.Select(resource => resource.Name).Intersect(expected).Order());
        Assert.DoesNotContain("insights", builder.Resources.Select(resource => resource.Name));
        Assert.Equal(
            builder.Resources.Count,
            builder.Resources.Select(resource => resource.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [InlineData("generator", "ConnectionStrings__telemetry")]
    [InlineData("aggregator", "ConnectionStrings__iotdb", "ConnectionStrings__telemetry")]
    [InlineData("api", "ConnectionStrings__iotdb")]
    public async Task A_service_gets_the_connection_strings_that_it_needs_and_no_other(string service, params string[] expected)
    {
        await using var builder = await CreateAsync();

        var environment = await EnvironmentAsync(builder, service);

        Assert.Equal(expected, environment.Keys.Where(name => name.StartsWith("ConnectionStrings__", StringComparison.Ordinal)).Order());
        Assert.All(expected, name => Assert.Equal($"{{{SourceOf(builder, service, name["ConnectionStrings__".Length..])}.connectionString}}", environment[name]), throwIfEmpty: true);
    }

    [Fact]
    public async Task Both_workers_read_the_catalogue_in_the_repository_and_the_aggregator_its_group()
    {
        await using var builder = await CreateAsync();

        var aggregator = await EnvironmentAsync(builder, "aggregator");
        var generator = await EnvironmentAsync(builder, "generator");

        Assert.True(File.Exists(aggregator["Catalogue__Path"]), aggregator["Catalogue__Path"]);
        Assert.Equal(aggregator["Catalogue__Path"], generator["Catalogue__Path"]);
        Assert.Equal("aggregator", aggregator["Aggregator__ConsumerGroup"]);
    }

    [Fact]
    public async Task The_command_line_tells_the_generator_what_to_simulate()
    {
        await using var builder = await CreateAsync("--backfill", "2d", "--fleet", "100");

        var aggregator = await EnvironmentAsync(builder, "aggregator");
        var generator = await EnvironmentAsync(builder, "generator");

        Assert.Equal(("2d", "100"), (generator["Generator__Backfill"], generator["Catalogue__Fleet"]));
        Assert.Equal("100", aggregator["Catalogue__Fleet"]);
        Assert.DoesNotContain("Generator__Speed", generator.Keys);
    }

    [Theory]
    [InlineData("aggregator", "iotdb", "telemetry")]
    [InlineData("api", "aggregator", "iotdb")]
    [InlineData("generator", "aggregator", "telemetry")]
    public async Task A_service_waits_for_what_it_needs(string service, params string[] expected)
    {
        await using var builder = await CreateAsync();

        var waits = Find(builder, service).Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name);

        // Waiting for a child is waiting for its parent too.
        Assert.Subset(waits.ToHashSet(), expected.Select(name => SourceOf(builder, service, name)).ToHashSet());
    }

    [Theory]
    [InlineData("generator")]
    [InlineData("aggregator")]
    [InlineData("api")]
    public async Task A_service_is_watched_by_both_its_health_endpoints(string service)
    {
        await using var builder = await CreateAsync();

        var checks = Find(builder, service).Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key).ToList();

        Assert.Contains(checks, check => check.Contains("/health", StringComparison.Ordinal));
        Assert.Contains(checks, check => check.Contains("/alive", StringComparison.Ordinal));
    }

#pragma warning disable ASPIREPROBES001 // Experimental; what the AppHost uses.
    [Theory]
    [InlineData("generator")]
    [InlineData("aggregator")]
    [InlineData("api")]
    public async Task A_busy_service_is_neither_killed_nor_hurried(string service)
    {
        await using var builder = await CreateAsync();

        var probes = Find(builder, service).Annotations.OfType<EndpointProbeAnnotation>().ToDictionary(probe => probe.Type);

        Assert.Equal(["/alive", "/health", "/alive"], new[] { ProbeType.Startup, ProbeType.Readiness, ProbeType.Liveness }.Select(type => probes[type].Path));
        Assert.All(probes.Values, probe => Assert.InRange(probe.TimeoutSeconds, 5, probe.PeriodSeconds), throwIfEmpty: true);
        Assert.All(probes.Values, probe => Assert.Equal(10, probe.PeriodSeconds), throwIfEmpty: true);
        Assert.InRange(probes[ProbeType.Startup].FailureThreshold * probes[ProbeType.Startup].PeriodSeconds, 60, 240);
    }
#pragma warning restore ASPIREPROBES001

    [Fact]
    public async Task Only_the_api_is_reached_from_outside()
    {
        await using var builder = await CreateAsync();

        var external = builder.Resources.Where(resource => resource.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.IsExternal));

        Assert.Equal(["api"], external.Select(resource => resource.Name));
    }

    [Fact]
    public async Task Without_a_generator_only_real_sensors_send_readings()
    {
        await using var builder = await CreateAsync("--no-generator");

        Assert.DoesNotContain("generator", builder.Resources.Select(resource => resource.Name));
        Assert.Contains("api", builder.Resources.Select(resource => resource.Name));
    }

    [Fact]
    public async Task Existing_servers_are_used_and_none_is_started()
    {
        const string Hub = "Endpoint=sb://hub.example.org;SharedAccessKeyName=name;SharedAccessKey=key";
        await using var builder = await CreateAsync("--mysql", "Server=db.example.org;User ID=me;Password={no reference}", "--eventhub", Hub);

        Assert.DoesNotContain(builder.Resources, resource => resource.Name is "mysql" or "eventhubs");
        Assert.Equal($"{Hub};EntityPath=telemetry", await ConnectionStringAsync(builder, "telemetry"));
        var database = new MySqlConnector.MySqlConnectionStringBuilder((await ConnectionStringAsync(builder, "iotdb"))!);
        Assert.Equal(("db.example.org", "me", "{no reference}", "iotdb"), (database.Server, database.UserID, database.Password, database.Database));
    }

    private static async Task<string?> ConnectionStringAsync(IDistributedApplicationTestingBuilder builder, string name) =>
        await ((IResourceWithConnectionString)Find(builder, name)).GetConnectionStringAsync(Token);

    public void Dispose() => _folder.Dispose();

    private Task<IDistributedApplicationTestingBuilder> CreateAsync(params string[] arguments) =>
        DistributedApplicationTestingBuilder.CreateAsync<Projects.IotAspire_AppHost>(["--data", _folder.Path, .. arguments], Token);

    // A service may have an account of its own.
    private static string SourceOf(IDistributedApplicationTestingBuilder builder, string service, string name) =>
        builder.Resources.Select(resource => resource.Name).FirstOrDefault(candidate => candidate == $"{name}-{service}") ?? name;

    private static IResource Find(IDistributedApplicationTestingBuilder builder, string name) =>
        Assert.Single(builder.Resources, resource => resource.Name == name);

    // In the form of a manifest, where a value that only a running resource knows is an expression.
    private static async Task<Dictionary<string, string>> EnvironmentAsync(IDistributedApplicationTestingBuilder builder, string service)
    {
        var context = new EnvironmentCallbackContext(builder.ExecutionContext, Find(builder, service), cancellationToken: Token);
        foreach (var callback in context.Resource!.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await callback.Callback(context);
        return context.EnvironmentVariables.ToDictionary(
            variable => variable.Key,
            variable => variable.Value is IManifestExpressionProvider expression ? expression.ValueExpression : $"{variable.Value}");
    }
}
