using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IotAspire.EventHubs;

/// <summary>Says how the last operation on the hub went; never opens a connection for it.</summary>
internal sealed class EventHubHealthCheck(EventHubStatus status) : IHealthCheck
{
    public const string Name = "event-hub";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(status.Failure is { } failure ? HealthCheckResult.Degraded(failure) : HealthCheckResult.Healthy());
}
