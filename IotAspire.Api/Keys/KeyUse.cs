using System.Collections.Concurrent;
using IotAspire.Storage;
using IotAspire.Storage.Queries;
using MySqlConnector;

namespace IotAspire.Api.Keys;

/// <summary>Writes down once a minute which keys have been used, so that those that nobody uses can be found and revoked.</summary>
internal sealed class KeyUse(ApiKeyStore store, TimeProvider clock, ILogger<KeyUse> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private ConcurrentDictionary<uint, DateTime> _used = [];
    private Task? _lastWrite;

    /// <summary>A request came with this key.</summary>
    public void Note(uint id) => _used[id] = clock.GetUtcNow().UtcDateTime;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Task last;
        // A host may be stopped twice at once, and is disposed of when one of the two returns.
        lock (_lock)
            last = _lastWrite ??= WriteAsync(cancellationToken);
        await last;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await WriteAsync(stoppingToken);
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var used = Interlocked.Exchange(ref _used, []);
        if (used.IsEmpty)
            return;
        try
        {
            await store.NoteUseAsync(used, cancellationToken);
        }
        catch (Exception exception) when (exception is MySqlException or OperationCanceledException || DatabaseFault.IsTransient(exception))
        {
            ApiLog.KeyUseNotWritten(logger, DatabaseFault.Describe(exception));
            foreach (var (id, at) in used)
                _used.TryAdd(id, at);
        }
    }
}
