using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IotAspire.Aggregator.Startup;

/// <summary>Unhealthy until the database has its tables and grants, because others that use it must not start before.</summary>
internal sealed class PreparationHealthCheck(DatabasePreparation preparation) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        preparation.IsDone ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The database isn't prepared yet."));
}
