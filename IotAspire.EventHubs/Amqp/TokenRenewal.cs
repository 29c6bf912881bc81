using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace IotAspire.EventHubs.Amqp;

/// <summary>Puts a token for each address that is used, and puts a new one well before it expires.</summary>
internal sealed partial class TokenRenewal : IAsyncDisposable
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _expiries = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, CancellationToken, Task<DateTimeOffset>> _put;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _loop;

    public TokenRenewal(Func<string, CancellationToken, Task<DateTimeOffset>> put, TimeProvider time, ILogger logger)
    {
        (_put, _time, _logger) = (put, time, logger);
        _loop = RunAsync();
    }

    public async Task AddAsync(string entityPath, CancellationToken cancellationToken) =>
        _expiries[entityPath] = await _put(entityPath, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(LookEvery, _time);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            var soon = _time.GetUtcNow() + RenewBefore;
            foreach (var (path, _) in _expiries.Where(entry => entry.Value < soon))
                await RenewAsync(path);
        }
    }

    // Failing to renew isn't the end: there is time for more tries, and a connection whose token expired is opened anew.
    private async Task RenewAsync(string path)
    {
        try
        {
            await AddAsync(path, _stop.Token);
        }
        catch (Exception exception) when (AmqpFailure.IsFailure(exception, _stop.Token))
        {
            LogNotRenewed(_logger, path, AmqpFailure.From(exception, "put-token").Message);
        }
    }

    [LoggerMessage(4501, LogLevel.Warning, "The token for {EntityPath} wasn't renewed: {Reason}")]
    private static partial void LogNotRenewed(ILogger logger, string entityPath, string reason);
}
