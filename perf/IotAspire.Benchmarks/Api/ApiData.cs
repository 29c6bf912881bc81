using IotAspire.Contracts.Catalogue;
using IotAspire.Contracts.Readings;
using IotAspire.Storage;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using MySqlConnector;

namespace IotAspire.Benchmarks.Api;

/// <summary>A database with readings of many sensors, one in ten seconds each, stored by the Aggregator's own writer.</summary>
internal sealed class ApiData : IAsyncDisposable
{
    private const int Partitions = 2;
    private const int StepsPerBatch = 20;
    private const string EventHub = "telemetry";
    private const string ConsumerGroup = "aggregator";
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private readonly IHost _host;
    private int _steps;

    private ApiData(IHost host, int sensors)
    {
        _host = host;
        Sensors =
        [
            .. Enumerable.Range(0, sensors).Select(index => new Sensor(
                $"sensor-{index:d4}-temperature", "temperature", "°C", index % 100, index / 100, new(0, 45), $"Room {index / 10}", Step)),
        ];
    }

    public static DateTime Start { get; } = DateTime.UtcNow.Date.AddDays(-14);

    public IReadOnlyList<Sensor> Sensors { get; }

    public DateTime End => Start + (_steps * Step);

    public long Readings => (long)_steps * Sensors.Count;

    public static async Task<ApiData> CreateAsync(string database, int sensors, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["ConnectionStrings:iotdb"] = database;
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddIotDb(HealthStatus.Unhealthy);
        builder.AddIotDbIngest();
        var host = builder.Build();
        await host.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(cancellationToken);
        var data = new ApiData(host, sensors);
        await host.Services.GetRequiredService<SensorRegistry>().StoreCatalogueAsync(new SensorCatalogue(data.Sensors), cancellationToken);
        // The days' partitions, as they would have been made ahead of each of them.
        for (var day = Start; day < DateTime.UtcNow; day = day.AddDays(7))
        {
            var keeper = new PartitionKeeper(host.Services.GetRequiredService<MySqlDataSource>(), new ClockAt(day), NullLogger<PartitionKeeper>.Instance);
            await keeper.KeepAsync(TimeSpan.FromDays(90), TimeSpan.FromDays(365), cancellationToken);
        }

        return data;
    }

    /// <summary>Stores until there are so many.</summary>
    public async Task GrowAsync(long readings, CancellationToken cancellationToken)
    {
        var steps = (int)(readings / Sensors.Count);
        await Task.WhenAll(Enumerable.Range(0, Partitions).Select(partition => Task.Run(() => StoreAsync(partition, _steps, steps, cancellationToken), cancellationToken)));
        _steps = steps;
    }

    public ValueTask DisposeAsync() => ((IAsyncDisposable)_host).DisposeAsync();

    private async Task StoreAsync(int partition, int from, int to, CancellationToken cancellationToken)
    {
        var address = new PartitionAddress(EventHub, ConsumerGroup, $"{partition}");
        var checkpoints = _host.Services.GetRequiredService<CheckpointStore>();
        var writer = _host.Services.GetRequiredService<BatchWriter>();
        await checkpoints.EnsureAsync([address], cancellationToken);
        var ownership = await checkpoints.TryAcquireAsync(address, "benchmark", TimeSpan.FromHours(1), cancellationToken)
            ?? throw new InvalidOperationException("The partition is taken.");
        var checkpoint = await checkpoints.BeginEpochAsync(ownership, Start, cancellationToken);
        var mine = Sensors.Where((_, index) => index % Partitions == partition).ToList();
        for (var step = from; step < to; step += StepsPerBatch)
        {
            var readings = new List<IngestReading>(mine.Count * StepsPerBatch);
            for (var each = step; each < Math.Min(step + StepsPerBatch, to); each++)
                readings.AddRange(mine.Select((sensor, index) => Make(sensor, index, each)));
            var next = checkpoint.Advance((checkpoint.SequenceNumber ?? -1) + 1, $"{step}", Start + (step * Step));
            await writer.WriteAsync(
                new IngestBatch { Ownership = ownership, Expected = checkpoint, Next = next, Readings = readings, DeadLetters = [], CaughtUpAt = Start + ((step + StepsPerBatch) * Step) },
                cancellationToken);
            checkpoint = next;
        }

        await checkpoints.ReleaseAsync(ownership, cancellationToken);
    }

    private static IngestReading Make(Sensor sensor, int index, int step)
    {
        // Not all at the same instant, and two digits as real sensors have.
        var at = Start + (step * Step) + TimeSpan.FromMicroseconds((index * 7919 % 9_000_000) + (step % 977));
        var value = Math.Round(21 + (4 * Math.Sin((step / 360.0) + index)), 2);
        return new(new Reading(sensor.SensorId, at, value, sensor.Unit), new EventOrigin(0, 0, at.AddMilliseconds(100), ReadOnlyMemory<byte>.Empty));
    }

    private sealed class ClockAt(DateTime now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
