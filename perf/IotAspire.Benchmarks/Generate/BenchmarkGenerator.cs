using System.Diagnostics.Metrics;
using IotAspire.Contracts.Catalogue;
using IotAspire.EventHubs;
using IotAspire.Generator.Generation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IotAspire.Benchmarks.Generate;

/// <summary>The Generator's own parts in this process, on a hub of the benchmark's.</summary>
internal sealed class BenchmarkGenerator : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly MeterListener _meters = new();
    private long _published;

    public BenchmarkGenerator(SensorCatalogue catalogue, EventHubProducer producer, IReadOnlyDictionary<string, string?> settings)
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "iotaspire.generator.readings.published")
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((_, readings, _, _) => Interlocked.Add(ref _published, readings));
        _meters.Start();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        foreach (var (name, value) in settings)
            builder.Configuration[name] = value;
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(catalogue);
        builder.Services.AddSingleton(producer);
        builder.AddGeneration();
        _host = builder.Build();
    }

    /// <summary>Readings that the hub has accepted.</summary>
    public long Published => Interlocked.Read(ref _published);

    public Task StartAsync(CancellationToken cancellationToken) => _host.StartAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
        _meters.Dispose();
    }
}
