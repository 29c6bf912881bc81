using IotAspire.Generator.Generation;
using IotAspire.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IotAspire.Tests.Generator;

/// <summary>The Generator in process, started by its own Program; clean and fast unless told otherwise.</summary>
internal sealed class RunningGenerator : IAsyncDisposable
{
    // Any type of the service's assembly leads to its Program; Program itself exists in three assemblies.
    private readonly WebApplicationFactory<GeneratorOptions> _factory;

    private RunningGenerator(WebApplicationFactory<GeneratorOptions> factory, LogLines log)
    {
        (_factory, Log) = (factory, log);
        // Starts the host.
        factory.CreateClient().Dispose();
    }

    public LogLines Log { get; }

    /// <summary>Everything before is made; null before anything is.</summary>
    public DateTime? Position => _factory.Services.GetRequiredService<Simulation>().Position;

    public static RunningGenerator Start(string hub, params IEnumerable<(string Name, string Value)> settings) => Start(hub, null, settings);

    /// <param name="hub">Connection string.</param>
    /// <param name="telemetry">Gets what it exports.</param>
    /// <param name="settings">Instead of the defaults, or beside them.</param>
    public static RunningGenerator Start(string hub, RecordedTelemetry? telemetry, params IEnumerable<(string Name, string Value)> settings)
    {
        var log = new LogLines();
        var factory = new WebApplicationFactory<GeneratorOptions>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Production").ConfigureLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(log));
            (string, string)[] defaults =
            [
                ("ConnectionStrings:telemetry", hub),
                ("Catalogue:Path", Repository.PathOf("sensors.json")),
                ("Generator:Profile", "clean"),
                ("Generator:Interval", "00:00:00.05"),
                // Short pauses, so that a test of an outage doesn't wait for the defaults.
                ("EventHubs:Retry:MaximumRetries", "0"),
                ("EventHubs:Retry:TryTimeout", "00:00:01"),
            ];
            foreach (var (name, value) in defaults.Concat(settings))
                host.UseSetting(name, value);
            if (telemetry is not null)
                host.ConfigureServices(telemetry.AddTo);
        });
        return new(factory, log);
    }

    /// <summary>Stops it as its host would.</summary>
    public ValueTask DisposeAsync() => _factory.DisposeAsync();
}
