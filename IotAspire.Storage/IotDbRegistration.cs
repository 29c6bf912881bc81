using IotAspire.Storage.Ingest;
using IotAspire.Storage.Model;
using IotAspire.Storage.Queries;
using IotAspire.Storage.Schema;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MySqlConnector;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace IotAspire.Storage;

/// <summary>Registers the database of a service.</summary>
public static class IotDbRegistration
{
    private static readonly TimeSpan HealthTime = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Adds <see cref="IotDbContext"/>, a pooled <see cref="MySqlDataSource"/> and a health check. A missing or malformed
    /// <c>ConnectionStrings:iotdb</c> stops the host at start.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="failureStatus">What the service is worth without its database.</param>
    /// <param name="keepsSessions">
    /// Whether a connection keeps its prepared statements from one use to the next, which saves a round trip each; only for a service
    /// that changes nothing else about a session.
    /// </param>
    /// <param name="connectionTime">
    /// How long opening a connection may take where the connection string doesn't say; null: the driver's 15 seconds. A server that
    /// hangs is found out by nothing else: until it has answered, the driver heeds no cancellation.
    /// </param>
    /// <param name="commandTime">
    /// How long <see cref="MySqlDataSource"/>'s commands may wait for an answer, or for more of it, where the connection string
    /// doesn't say; null: the driver's 30 seconds. Cancelling is no way out of a server that hangs: it asks that server.
    /// </param>
    public static void AddIotDb(
        this IHostApplicationBuilder builder, HealthStatus failureStatus, bool keepsSessions = false, TimeSpan? connectionTime = null, TimeSpan? commandTime = null)
    {
        if (connectionTime is { } time)
            builder.Services.PostConfigure<IotDbOptions>(options => options.ConnectionString = IotDbConnectionString.LimitConnectionTime(options.ConnectionString, time));
        builder.Services.AddOptions<IotDbOptions>().ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<IotDbOptions>, ConfigureIotDbOptions>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<IotDbOptions>, ConfigureIotDbOptions>());
        builder.Services.AddSingleton(services => CreateDataSource(services, keepsSessions, commandTime));
        builder.Services.AddSingleton<SchemaMigrator>();
        builder.AddStorageTelemetry();
        builder.Services.AddHealthChecks().AddCheck<SchemaHealthCheck>("iotdb", failureStatus, tags: [], timeout: HealthTime);
        builder.AddIotDbContext();
    }

    /// <summary>Adds what writes batches of readings. Needs <see cref="AddIotDb"/>.</summary>
    public static void AddIotDbIngest(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ServerSettings>();
        builder.Services.AddSingleton<ApiAccount>();
        builder.Services.AddSingleton<SensorRegistry>();
        builder.Services.AddSingleton<ReadingLoader>();
        builder.Services.AddSingleton<CheckpointStore>();
        builder.Services.AddSingleton<OwnerStore>();
        builder.Services.AddSingleton<RetentionStore>();
        builder.Services.AddSingleton<BatchWriter>();
        builder.Services.AddSingleton<RollupRebuild>();
        builder.Services.AddSingleton<PartitionKeeper>();
        builder.Services.AddSingleton<DeadLetterKeeper>();
    }

    /// <summary>Adds what reads the tables. Needs <see cref="AddIotDb"/>.</summary>
    public static void AddIotDbQueries(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SensorQuery>();
        builder.Services.AddSingleton<StoredState>();
        builder.Services.AddSingleton<DayReader>();
        builder.Services.AddSingleton<RollupReader>();
        builder.Services.AddSingleton<ReadingReader>();
        builder.Services.AddSingleton<WithinRangeReader>();
        builder.Services.AddSingleton<PartReader>();
        builder.Services.AddSingleton<LastBefore>();
        builder.Services.AddSingleton<ReadingCount>();
        builder.Services.AddSingleton<LiveQuery>();
        builder.Services.AddSingleton<PipelineQuery>();
        builder.Services.AddSingleton<DeadLetterQuery>();
        builder.Services.AddSingleton<ApiKeyStore>();
        builder.Services.AddSingleton<SensorRemoval>();
    }

    private static void AddStorageTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<StorageTelemetry>();
        // Made while the providers are built, so that it is told of a span before they are: what they export is complete then.
        builder.Services.ConfigureOpenTelemetryTracerProvider((services, tracing) =>
        {
            services.GetRequiredService<StorageTelemetry>();
            tracing.AddSource(StorageTelemetry.Driver);
        });
        builder.Services.ConfigureOpenTelemetryMeterProvider((services, metrics) =>
        {
            services.GetRequiredService<StorageTelemetry>();
            // Connections of the pool; under the names that the conventions had before they became stable, until the driver changes them.
            metrics.AddMeter(StorageTelemetry.Driver);
        });
    }

    private static MySqlDataSource CreateDataSource(IServiceProvider services, bool keepsSessions, TimeSpan? commandTime)
    {
        var connectionString = services.GetRequiredService<IOptions<IotDbOptions>>().Value.ConnectionString!;
        var complete = new MySqlConnectionStringBuilder(IotDbConnectionString.Complete(connectionString)) { ConnectionReset = !keepsSessions };
        if (commandTime is { } time && !new MySqlConnectionStringBuilder(connectionString).ContainsKey("Default Command Timeout"))
            complete.DefaultCommandTimeout = (uint)Math.Ceiling(time.TotalSeconds);
        return new MySqlDataSourceBuilder(complete.ConnectionString)
            .UseLoggerFactory(services.GetRequiredService<ILoggerFactory>())
            // The names of today's conventions, and no connection string in any span.
            .ConfigureTracing(tracing => tracing.WithSemanticConventionsKinds(MySqlConnectorSemanticConventionsKinds.Stable))
            .UseSignIn()
            .Build();
    }
}
