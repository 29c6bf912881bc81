using System.Diagnostics.Metrics;
using System.Net;
using IotAspire.Aggregator;
using IotAspire.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IotAspire.Tests.Aggregator;

/// <summary>The Aggregator in process, started by its own Program.</summary>
internal sealed class RunningAggregator : IAsyncDisposable
{
    // Any type of the service's assembly leads to its Program; Program itself exists in three assemblies.
    private readonly WebApplicationFactory<AggregatorOptions> _factory;

    private RunningAggregator(WebApplicationFactory<AggregatorOptions> factory, LogLines log)
    {
        (_factory, Log) = (factory, log);
        // Starts the host.
        factory.CreateClient().Dispose();
    }

    public LogLines Log { get; }

    /// <summary>What its meters belong to.</summary>
    public IMeterFactory Meters => _factory.Services.GetRequiredService<IMeterFactory>();

    /// <summary>What <c>/health</c> tells.</summary>
    public async Task<HttpStatusCode> HealthAsync()
    {
        using var client = _factory.CreateClient();
        using var response = await client.GetAsync("/health", TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    public static RunningAggregator Start(string hub, string database, params IEnumerable<KeyValuePair<string, string>> settings) =>
        Start(hub, database, null, settings);

    /// <param name="hub">Connection string.</param>
    /// <param name="database">Connection string.</param>
    /// <param name="telemetry">Gets what it exports.</param>
    /// <param name="settings">Beside those of <see cref="AggregatorSettings"/>.</param>
    public static RunningAggregator Start(string hub, string database, RecordedTelemetry? telemetry, params IEnumerable<KeyValuePair<string, string>> settings)
    {
        var log = new LogLines();
        var factory = new WebApplicationFactory<AggregatorOptions>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Production").ConfigureLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(log));
            foreach (var (name, value) in AggregatorSettings.Of(hub, database).Concat(settings))
                host.UseSetting(name, value);
            if (telemetry is not null)
                host.ConfigureServices(telemetry.AddTo);
        });
        return new(factory, log);
    }

    /// <summary>Stops it as its host would.</summary>
    public ValueTask DisposeAsync() => _factory.DisposeAsync();
}

/// <summary>The configuration that every Aggregator under test gets, however it is started.</summary>
internal static class AggregatorSettings
{
    public static Dictionary<string, string> Of(string hub, string database) => new()
    {
        ["ConnectionStrings:telemetry"] = hub,
        ["ConnectionStrings:iotdb"] = database,
        // Short pauses, so that a test of an outage doesn't wait for the defaults.
        ["EventHubs:Retry:MaximumRetries"] = "1",
        ["EventHubs:Retry:Delay"] = "00:00:00.05",
    };
}
