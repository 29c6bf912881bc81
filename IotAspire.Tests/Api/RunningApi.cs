using System.Net;
using System.Text.Json;
using IotAspire.Api.Keys;
using IotAspire.LocalMySql;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IotAspire.Tests.Api;

/// <summary>The API in process, in front of a real database.</summary>
internal sealed class RunningApi : IAsyncDisposable
{
    // Any type of the service's assembly leads to its Program; Program itself exists in three assemblies.
    private readonly WebApplicationFactory<IotAspire.Api.Features.Sensors.ListSensors> _factory;

    private RunningApi(IngestDatabase database, WebApplicationFactory<IotAspire.Api.Features.Sensors.ListSensors> factory)
    {
        (Database, _factory) = (database, factory);
        // A real server, so that addresses, HEAD and slow readers are what they are.
        factory.UseKestrel(0);
        factory.StartServer();
        Client = CreateClient();
        Client.DefaultRequestHeaders.Add("X-API-Key", Key);
    }

    /// <summary>Valid in every API under test whose database has the schema.</summary>
    public static string Key { get; } = KeyToken.Create();

    public IngestDatabase Database { get; }

    public HttpClient Client { get; }

    /// <summary>Where it listens, for clients of other processes.</summary>
    public Uri Address => Client.BaseAddress!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RunningApi> StartAsync(
        MySqlServers servers, MySqlFlavor flavor = MySqlFlavor.Any, bool migrate = true, params IEnumerable<(string Name, string Value)> settings) =>
        await StartAsync(await IngestDatabase.CreateAsync(servers, flavor, migrate), migrate, settings);

    /// <param name="database">From then on the API's.</param>
    /// <param name="migrated">Whether it has the schema.</param>
    /// <param name="settings">Settings; <c>environment</c> is Production unless given.</param>
    public static Task<RunningApi> StartAsync(IngestDatabase database, bool migrated, params IEnumerable<(string Name, string Value)> settings) =>
        StartAsync(database, migrated, null, null, settings);

    /// <param name="database">From then on the API's.</param>
    /// <param name="migrated">Whether it has the schema.</param>
    /// <param name="log">Gets what the API logs.</param>
    /// <param name="settings">Settings; <c>environment</c> is Production unless given.</param>
    public static Task<RunningApi> StartAsync(
        IngestDatabase database, bool migrated, ILoggerProvider? log, params IEnumerable<(string Name, string Value)> settings) =>
        StartAsync(database, migrated, log, null, settings);

    /// <param name="database">From then on the API's.</param>
    /// <param name="migrated">Whether it has the schema.</param>
    /// <param name="log">Gets what the API logs.</param>
    /// <param name="telemetry">Gets what it exports.</param>
    /// <param name="settings">Settings; <c>environment</c> is Production unless given.</param>
    public static async Task<RunningApi> StartAsync(
        IngestDatabase database, bool migrated, ILoggerProvider? log, RecordedTelemetry? telemetry, params IEnumerable<(string Name, string Value)> settings)
    {
        if (migrated)
            await AddKeyAsync(database);
        var factory = new WebApplicationFactory<IotAspire.Api.Features.Sensors.ListSensors>().WithWebHostBuilder(host =>
        {
            host.UseSetting("ConnectionStrings:iotdb", database.ConnectionString).UseEnvironment("Production").UseUrls("http://127.0.0.1:0");
            // No test of something else shall meet a limit.
            host.UseSetting("Limits:RequestsPerSecond", "1000000").UseSetting("Limits:Burst", "1000000");
            foreach (var (name, value) in settings)
                host.UseSetting(name, value);
            if (log is not null)
                host.ConfigureLogging(logging => logging.ClearProviders().AddProvider(log));
            if (telemetry is not null)
                host.ConfigureServices(telemetry.AddTo);
        });
        return new(database, factory);
    }

    /// <summary>Makes <see cref="Key"/> valid.</summary>
    public static Task AddKeyAsync(IngestDatabase database) =>
        database.ExecuteAsync($"INSERT INTO `api_keys` (`name`, `key_hash`, `created_at`, `scopes`) VALUES ('tests', UNHEX(SHA2('{Key}', 256)), UTC_TIMESTAMP(6), 'read,write,operate')");

    /// <summary>A client without the key, or with another one. What it gets is held against the document.</summary>
    public HttpClient CreateClient(string? key = null)
    {
        var client = _factory.CreateDefaultClient(_factory.ClientOptions.BaseAddress, new DocumentedAnswers(_factory.Services));
        if (key is not null)
            client.DefaultRequestHeaders.Add("X-API-Key", key);
        return client;
    }

    public T Service<T>()
        where T : notnull => _factory.Services.GetRequiredService<T>();

    /// <summary>Stops it as its host would; the database stays.</summary>
    public ValueTask StopAsync() => _factory.DisposeAsync();

    /// <summary>Stores readings as the Aggregator would.</summary>
    public async Task<PartitionOwnership> StoreAsync(params IngestReading[] readings)
    {
        var (ownership, start) = await Database.OwnAsync();
        await Database.Writer.WriteAsync(Batches.Next(ownership, start, readings), Token);
        return ownership;
    }

    public async Task<JsonElement> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await Client.GetAsync(path, Token);
        var body = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.StatusCode == expected, $"{path}: {(int)response.StatusCode} {body}");
        if (expected != HttpStatusCode.OK)
        {
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Contains("\"type\":\"about:blank\"", body, StringComparison.Ordinal);
        }

        return JsonSerializer.Deserialize<JsonElement>(body);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _factory.DisposeAsync();
        await Database.DisposeAsync();
    }
}
