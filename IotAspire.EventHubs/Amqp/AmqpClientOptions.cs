using Microsoft.Extensions.Logging;

namespace IotAspire.EventHubs.Amqp;

/// <summary>What every client over AMQP needs.</summary>
internal sealed record AmqpClientOptions(EventHubConnectionString Hub, EventHubRetryOptions Retry, TimeProvider Time, EventHubStatus Status, ILogger Logger)
{
    public ServerAddress Server { get; } = new(Hub.Host, Hub.Port);

    public TimeSpan TryTimeout => Retry.TryTimeout;

    public Retrying CreateRetrying() => new(new RetrySchedule(Retry, Random.Shared), Time, Status, Logger);
}
