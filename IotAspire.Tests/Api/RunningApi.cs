using System.Net;
using System.Text.Json;
using IotAspire.LocalMySql;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace IotAspire.Tests.Api;

/// <summary>The API in process, in front of a real database.</summary>
internal sealed class RunningApi : IAsyncDisposable
{
    // Any type of the service's assembly leads to its Program; Program itself exists in three assemblies.
    private readonly WebApplicationFactory<IotAspire.Api.Features.Sensors.List.Endpoint> _factory;

    private RunningApi(IngestDatabase database, WebApplicationFactory<IotAspire.Api.Features.Sensors.List.Endpoint> factory)
    {
        (Database, _factory) = (database, factory);
        Client = factory.CreateClient();
    }

    public IngestDatabase Database { get; }

    public HttpClient Client { get; }

    /// <summary>Where it listens, if it does: for clients of other processes.</summary>
    public Uri Address => Client.BaseAddress!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RunningApi> StartAsync(MySqlServers servers, MySqlFlavor flavor = MySqlFlavor.Any, bool migrate = true, bool listens = false)
    {
        var database = await IngestDatabase.CreateAsync(servers, flavor, migrate);
        var factory = new WebApplicationFactory<IotAspire.Api.Features.Sensors.List.Endpoint>()
            .WithWebHostBuilder(host => host.UseSetting("ConnectionStrings:iotdb", database.ConnectionString).UseEnvironment("Production"));
        if (listens)
            factory.UseKestrel(0);
        return new(database, factory);
    }

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
