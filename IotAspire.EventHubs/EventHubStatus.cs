using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IotAspire.EventHubs;

/// <summary>How the last operation on the hub went, for the health check.</summary>
internal sealed class EventHubStatus
{
    private string? _failure;

    /// <summary>Why the last operation failed; null if it succeeded or there was none yet.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    public void Succeeded() => Volatile.Write(ref _failure, null);

    public void Failed(EventHubException failure)
    {
        // Consumers share partitions by taking them over; that isn't a fault.
        if (failure.Reason != EventHubFailureReason.ConsumerDisconnected)
            Volatile.Write(ref _failure, $"{failure.Reason}: {failure.Message}");
    }
}

/// <summary>One call of the SDK, which retries by itself: translates its exception and updates the status.</summary>
internal sealed class EventHubCall(EventHubStatus status)
{
    public async Task<T> RunAsync<T>(string what, Func<Task<T>> operation, CancellationToken cancellationToken)
    {
        try
        {
            var result = await operation();
            status.Succeeded();
            return result;
        }
        catch (Exception exception) when (EventHubFailure.IsFailure(exception, cancellationToken))
        {
            var failure = EventHubFailure.From(exception, what);
            status.Failed(failure);
            throw failure;
        }
    }
}

/// <summary>Reports the last operation on the hub, without a connection for the check.</summary>
internal sealed class EventHubHealthCheck(EventHubStatus status) : IHealthCheck
{
    public const string Name = "event-hub";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(status.Failure is { } failure ? HealthCheckResult.Degraded(failure) : HealthCheckResult.Healthy());
}
