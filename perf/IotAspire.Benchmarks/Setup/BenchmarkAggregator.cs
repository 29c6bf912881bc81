using IotAspire.Aggregator;
using IotAspire.Contracts.Catalogue;
using IotAspire.EventHubs;
using IotAspire.Storage;
using IotAspire.Storage.Schema;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace IotAspire.Benchmarks.Setup;

/// <summary>The Aggregator's own parts in this process, on a hub of the benchmark's.</summary>
internal sealed class BenchmarkAggregator : IAsyncDisposable
{
    private readonly IHost _host;

    private BenchmarkAggregator(IHost host) => _host = host;

    public MySqlDataSource Database => _host.Services.GetRequiredService<MySqlDataSource>();

    public static async Task<BenchmarkAggregator> CreateAsync(
        string database,
        EventHubConsumer hub,
        SensorCatalogue catalogue,
        CancellationToken cancellationToken,
        Action<HostApplicationBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddEnvironmentVariables();
        builder.Configuration["ConnectionStrings:iotdb"] = database;
        builder.Configuration["ConnectionStrings:telemetry"] = "Endpoint=sb://localhost;SharedAccessKeyName=a;SharedAccessKey=a;UseDevelopmentEmulator=true;EntityPath=telemetry";
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(catalogue);
        builder.AddIotDb(HealthStatus.Degraded);
        builder.AddIotDbIngest();
        builder.AddAggregation();
        builder.Services.AddSingleton(hub);
        configure?.Invoke(builder);
        var host = builder.Build();
        await host.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(cancellationToken);
        return new(host);
    }

    public Task StartAsync(CancellationToken cancellationToken) => _host.StartAsync(cancellationToken);

    /// <summary>Waits until as many events are behind the checkpoints. Over one connection, to cost next to nothing.</summary>
    public async Task WaitForEventsAsync(long count, CancellationToken cancellationToken)
    {
        await using var connection = await Database.OpenConnectionAsync(cancellationToken);
        await using var command = new MySqlCommand("SELECT CAST(COALESCE(SUM(`sequence_number` + 1), 0) AS SIGNED) FROM `checkpoints`", connection);
        while ((long)(await command.ExecuteScalarAsync(cancellationToken))! < count)
            await Task.Delay(20, cancellationToken);
    }

    public async Task<int> CountReadingsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await Database.OpenConnectionAsync(cancellationToken);
        await using var command = new MySqlCommand("SELECT COUNT(*) FROM `readings`", connection) { CommandTimeout = 120 };
        return (int)(long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
