using MySqlConnector;

namespace IotAspire.Storage.Queries;

/// <summary>Caches a small query result and refreshes it when stale. Requests that wait share one read and, if it fails, its failure.</summary>
internal sealed class Snapshot<T>(Func<CancellationToken, Task<T>> read, TimeSpan maxAge, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private Task<Taken>? _reading;
    private volatile Taken? _taken;

    /// <summary>A server that doesn't answer must not hold up each request for as long as the driver tries.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a value serves while the database can't be read; default: not at all.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>Called when a value serves because the database can't be read.</summary>
    public Action<Exception>? OnGrace { get; init; }

    public async ValueTask<T> GetAsync(CancellationToken cancellationToken) =>
        _taken is { } taken && clock.GetElapsedTime(taken.TriedAt) <= maxAge
            ? taken.Value
            : await GetAsync(maxAge, cancellationToken);

    /// <summary>Reads the value as it is now.</summary>
    public ValueTask<T> RefreshAsync(CancellationToken cancellationToken) => GetAsync(TimeSpan.Zero, cancellationToken);

    /// <summary>The value, read less than this time ago.</summary>
    public async ValueTask<T> GetAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var requested = clock.GetTimestamp();
        while (true)
        {
            Task<Taken> reading;
            lock (_lock)
            {
                if (_taken is { } taken && (taken.TriedAt >= requested || clock.GetElapsedTime(taken.TriedAt, requested) < age))
                    return taken.Value;
                if (_reading is not { IsCompleted: false })
                    _reading = ReadAsync(_taken);
                reading = _reading;
            }

            // A read that began before this request may not be recent enough for it; its failure is.
            await reading.WaitAsync(cancellationToken);
        }
    }

    // Other requests wait for the same read, so it doesn't end with the request that started it.
    private async Task<Taken> ReadAsync(Taken? before)
    {
        var began = clock.GetTimestamp();
        using var time = new CancellationTokenSource(ReadTimeout, clock);
        try
        {
            return Take(new(await read(time.Token).WaitAsync(time.Token), began, began));
        }
        catch (Exception exception) when (before is not null && IsUnavailable(exception) && clock.GetElapsedTime(before.ReadAt) < Grace)
        {
            OnGrace?.Invoke(exception);
            return Take(before with { TriedAt = clock.GetTimestamp() });
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException("The database didn't answer in time.", exception);
        }
    }

    private Taken Take(Taken taken)
    {
        lock (_lock)
            return _taken = taken;
    }

    private static bool IsUnavailable(Exception exception) => exception is OperationCanceledException or MySqlException || DatabaseFault.IsTransient(exception);

    private sealed record Taken(T Value, long ReadAt, long TriedAt);
}
