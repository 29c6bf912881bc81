using IotAspire.ServiceDefaults;
using IotAspire.Storage;
using IotAspire.Storage.Ingest;

namespace IotAspire.Aggregator.Startup;

/// <summary>Repeats work on the database while it fails in a way that passes. Other failures reach the caller.</summary>
internal sealed class DatabaseRetry(TimeProvider clock, ILogger<DatabaseRetry> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(10);

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(FirstPause, MaxPause);
        var result = await Retry.RunAsync(
            work,
            exception => exception is KeyTakenException || DatabaseFault.IsTransient(exception),
            backoff,
            (exception, pause) => AggregatorLog.DatabaseFailed(logger, backoff.Failures, pause, DatabaseFault.Describe(exception)),
            clock,
            cancellationToken);
        if (backoff.Failures > 0)
            AggregatorLog.DatabaseResumed(logger);
        return result;
    }

    public Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            await work(token);
            return true;
        },
        cancellationToken);
}
