using IotAspire.Contracts.Catalogue;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Schema;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace IotAspire.Aggregator.Startup;

/// <summary>Brings the database to where batches can be stored: schema, catalogue, allowed lateness.</summary>
internal sealed class DatabasePreparation(
    SchemaMigrator migrator,
    ServerSettings settings,
    ApiAccount apiAccount,
    SensorRegistry sensors,
    RetentionStore retention,
    SensorCatalogue catalogue,
    IOptions<AggregatorOptions> options,
    DatabaseRetry retry,
    ILogger<DatabasePreparation> logger)
{
    private volatile bool _isDone;

    /// <summary>Whether the database has been prepared since the service started.</summary>
    public bool IsDone => _isDone;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await retry.RunAsync(migrator.MigrateAsync, cancellationToken);
        AggregatorLog.SchemaCurrent(logger);
        // After migrating, which makes a database that isn't there.
        await retry.RunAsync(settings.VerifyAsync, cancellationToken);
        if (options.Value.ApiUser is { } user)
            await retry.RunAsync(token => apiAccount.GrantAsync(user, token), cancellationToken);
        await retry.RunAsync(token => sensors.StoreCatalogueAsync(catalogue, token), cancellationToken);
        await retry.RunAsync(token => retention.SetAllowedLatenessAsync(options.Value.AllowedLateness, token), cancellationToken);
        _isDone = true;
    }
}

/// <summary>Unhealthy until the database has its tables and grants, because others that use it must not start before.</summary>
internal sealed class PreparationHealthCheck(DatabasePreparation preparation) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        preparation.IsDone ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The database isn't prepared yet."));
}
