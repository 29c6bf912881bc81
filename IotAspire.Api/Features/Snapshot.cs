namespace IotAspire.Api.Features;

/// <summary>
/// Something small of the database that many questions need, read anew once it is too old; whoever asks meanwhile waits for the
/// same reading. A failure is told to whoever asked; the next one tries again.
/// </summary>
#pragma warning disable CA1001 // The semaphore's only resource is a wait handle, which is never asked for.
internal sealed class Snapshot<T>(Func<CancellationToken, Task<T>> read, TimeSpan maximumAge, TimeProvider clock)
{
    private readonly SemaphoreSlim _reading = new(1);
    private volatile Taken? _taken;

    public async ValueTask<T> GetAsync(CancellationToken cancellationToken) =>
        _taken is { } taken && clock.GetElapsedTime(taken.Began) <= maximumAge
            ? taken.Value
            : await GetAsync(maximumAge, cancellationToken);

    /// <summary>As it is now, for a question that the last one couldn't answer.</summary>
    public ValueTask<T> RefreshAsync(CancellationToken cancellationToken) => GetAsync(TimeSpan.Zero, cancellationToken);

    private async ValueTask<T> GetAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var asked = clock.GetTimestamp();
        await _reading.WaitAsync(cancellationToken);
        try
        {
            // One that began after the question was asked is good for any age.
            if (_taken is { } taken && (taken.Began >= asked || clock.GetElapsedTime(taken.Began, asked) < age))
                return taken.Value;
            var began = clock.GetTimestamp();
            var value = await read(cancellationToken);
            _taken = new(value, began);
            return value;
        }
        finally
        {
            _reading.Release();
        }
    }

    private sealed record Taken(T Value, long Began);
}
