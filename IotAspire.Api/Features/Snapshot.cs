namespace IotAspire.Api.Features;

/// <summary>Caches a small query result and refreshes it when stale. Requests that wait share one read and, if it fails, its failure.</summary>
internal sealed class Snapshot<T>(Func<CancellationToken, Task<T>> read, TimeSpan maximumAge, TimeProvider clock)
{
    // A server that doesn't answer must not hold up each request for as long as the driver tries.
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private Task<Taken>? _reading;
    private volatile Taken? _taken;

    public async ValueTask<T> GetAsync(CancellationToken cancellationToken) =>
        _taken is { } taken && clock.GetElapsedTime(taken.Began) <= maximumAge
            ? taken.Value
            : await GetAsync(maximumAge, cancellationToken);

    /// <summary>Reads the value as it is now.</summary>
    public ValueTask<T> RefreshAsync(CancellationToken cancellationToken) => GetAsync(TimeSpan.Zero, cancellationToken);

    private async ValueTask<T> GetAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var asked = clock.GetTimestamp();
        while (true)
        {
            Task<Taken> reading;
            lock (_lock)
            {
                if (_taken is { } taken && (taken.Began >= asked || clock.GetElapsedTime(taken.Began, asked) < age))
                    return taken.Value;
                if (_reading is not { IsCompleted: false })
                    _reading = ReadAsync();
                reading = _reading;
            }

            // A read that began before this request may not be recent enough for it; its failure is.
            await reading.WaitAsync(cancellationToken);
        }
    }

    // Other requests wait for the same read, so it doesn't end with the request that started it.
    private async Task<Taken> ReadAsync()
    {
        var began = clock.GetTimestamp();
        using var time = new CancellationTokenSource(ReadTimeout, clock);
        try
        {
            var taken = new Taken(await read(time.Token).WaitAsync(time.Token), began);
            lock (_lock)
                return _taken = taken;
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException("The database didn't answer in time.", exception);
        }
    }

    private sealed record Taken(T Value, long Began);
}
