using IotAspire.Contracts.Readings;
using IotAspire.LocalMySql;
using IotAspire.Storage;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Model;
using IotAspire.Storage.Schema;
using IotAspire.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace IotAspire.Tests.Storage;

/// <summary>A migrated database of a real server, with everything that writes to it.</summary>
internal sealed class IngestDatabase : IAsyncDisposable
{
    public static readonly PartitionAddress Partition = new("telemetry", "aggregator", "0");
    private readonly IHost _host;

    private IngestDatabase(IHost host, string connectionString) => (_host, ConnectionString) = (host, connectionString);

    public string ConnectionString { get; }

    public string Name => new MySqlConnectionStringBuilder(ConnectionString).Database;

    public BatchWriter Writer => _host.Services.GetRequiredService<BatchWriter>();

    public CheckpointStore Checkpoints => _host.Services.GetRequiredService<CheckpointStore>();

    public ReadingLoader Loader => _host.Services.GetRequiredService<ReadingLoader>();

    public MySqlDataSource DataSource => _host.Services.GetRequiredService<MySqlDataSource>();

    public SensorRegistry Sensors => _host.Services.GetRequiredService<SensorRegistry>();

    public SchemaMigrator Migrator => _host.Services.GetRequiredService<SchemaMigrator>();

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<IngestDatabase> CreateAsync(MySqlServers servers, MySqlFlavor flavor, bool migrate = true)
    {
        var database = Open(await servers.CreateDatabaseAsync(flavor, "ingest"));
        if (migrate)
            await database.Migrator.MigrateAsync(Token);
        return database;
    }

    /// <summary>The database as it is.</summary>
    /// <param name="connectionString">To any server.</param>
    /// <param name="logging">Where the parts shall log; nowhere by default.</param>
    public static IngestDatabase Open(string connectionString, ILoggerProvider? logging = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["ConnectionStrings:iotdb"] = connectionString;
        if (logging is not null)
            builder.Logging.AddProvider(logging);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddIotDb(HealthStatus.Unhealthy);
        builder.AddIotDbIngest();
        return new IngestDatabase(builder.Build(), connectionString);
    }

    /// <summary>A claim on <see cref="Partition"/> in its first epoch.</summary>
    public async Task<(PartitionOwnership Ownership, Checkpoint Checkpoint)> OwnAsync(string owner = "one")
    {
        await Checkpoints.EnsureAsync([Partition], Token);
        var ownership = await Checkpoints.TryAcquireAsync(Partition, owner, TimeSpan.FromMinutes(1), Token);
        Assert.NotNull(ownership);
        return (ownership, await Checkpoints.BeginEpochAsync(ownership, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), Token));
    }

    public async Task<T> QueryAsync<T>(Func<IotDbContext, Task<T>> query)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<IotDbContext>());
    }

    public Task<List<RollupRow>> RollupsAsync(RollupLevel level) => QueryAsync(db => db.Rollups(level).OrderBy(row => row.BucketStart).ToListAsync(Token));

    public Task<List<ReadingRow>> ReadingsAsync() => QueryAsync(db => db.Readings.OrderBy(row => row.MeasuredAt).ToListAsync(Token));

    /// <summary>None where the database or its schema isn't there just now.</summary>
    public async Task<List<CheckpointRow>> CheckpointsAsync()
    {
        try
        {
            return await QueryAsync(db => db.Checkpoints.AsNoTracking().OrderBy(row => row.PartitionId).ToListAsync(Token));
        }
        catch (Exception exception) when (DatabaseFault.IsMissingSchema(exception) || DatabaseFault.IsTransient(exception))
        {
            return [];
        }
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await _host.Services.GetRequiredService<MySqlDataSource>().OpenConnectionAsync(Token);
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = await _host.Services.GetRequiredService<MySqlDataSource>().OpenConnectionAsync(Token);
        await using var command = new MySqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Token);
    }

    public ValueTask DisposeAsync() => ((IAsyncDisposable)_host).DisposeAsync();
}

/// <summary>Makes batches of one partition.</summary>
internal static class Batches
{
    public static readonly DateTime Noon = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);

    public static IngestReading Reading(double second, double value, string sensorId = "kitchen-temperature", string unit = "°C", double delaySeconds = 0.1)
    {
        var at = Noon.AddTicks((long)(second * TimeSpan.TicksPerSecond));
        return new(new Reading(sensorId, at, value, unit), new EventOrigin(0, 0, at.AddSeconds(delaySeconds), "{}"u8.ToArray()));
    }

    public static IngestBatch Next(PartitionOwnership ownership, Checkpoint expected, params IngestReading[] readings)
    {
        var sequenceNumber = (expected.SequenceNumber ?? -1) + Math.Max(1, readings.Length);
        return new()
        {
            Ownership = ownership,
            Expected = expected,
            Next = expected.Advance(sequenceNumber, $"{sequenceNumber * 100}", Noon),
            Readings = readings,
            DeadLetters = [],
        };
    }
}
