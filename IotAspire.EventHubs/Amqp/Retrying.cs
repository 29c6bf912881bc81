using Microsoft.Extensions.Logging;

namespace IotAspire.EventHubs.Amqp;

/// <summary>Does an operation again after transient failures, as the schedule says; tells the status how it went.</summary>
internal sealed partial class Retrying(RetrySchedule schedule, TimeProvider time, EventHubStatus status, ILogger logger)
{
    public async Task<T> RunAsync<T>(string what, Func<Task<T>> operation, CancellationToken cancellationToken)
    {
        for (var retry = 1; ; retry++)
        {
            try
            {
                var result = await operation();
                status.Succeeded();
                return result;
            }
            catch (Exception exception) when (AmqpFailure.IsFailure(exception, cancellationToken))
            {
                var failure = AmqpFailure.From(exception, what);
                status.Failed(failure);
                if (!failure.IsTransient || schedule.Before(retry) is not { } pause)
                    throw failure;
                LogRetry(logger, what, failure.Reason, failure.Message, pause);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    // Debug: the caller says it aloud once the retries are used up.
    [LoggerMessage(4500, LogLevel.Debug, "{What} failed ({Reason}: {Message}), trying again in {Pause}")]
    private static partial void LogRetry(ILogger logger, string what, EventHubFailureReason reason, string message, TimeSpan pause);
}
