using IotAspire.Storage;
using MySqlConnector;

namespace IotAspire.Api.Keys;

/// <summary>
/// All valid keys in memory, so that no request costs a query: neither one with a good key nor a flood of guesses. Refreshed on a
/// request when stale.
/// </summary>
internal sealed class KeyRing(ApiKeyStore store, TimeProvider clock, ILogger<KeyRing> logger)
{
    /// <summary>How long a revoked key may still work.</summary>
    private static readonly TimeSpan MaximumAge = TimeSpan.FromSeconds(2);

    /// <summary>How long a new key may still be refused; guesses cause no more queries than one in this time.</summary>
    private static readonly TimeSpan MaximumAgeForUnknown = TimeSpan.FromSeconds(0.25);

    /// <summary>How long the keys stay good while the database is away.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan ReadingTime = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task<Taken>? _reading;
    private volatile Taken? _taken;

    /// <summary>Whose key it is; null if it isn't valid.</summary>
    public async ValueTask<ApiKey?> FindAsync(KeyHash hash, CancellationToken cancellationToken)
    {
        var keys = await GetAsync(MaximumAge, cancellationToken);
        if (!keys.TryGetValue(hash, out var key))
            key = (await GetAsync(MaximumAgeForUnknown, cancellationToken)).GetValueOrDefault(hash);
        return key?.ExpiresAt <= clock.GetUtcNow().UtcDateTime ? null : key;
    }

    private async ValueTask<Dictionary<KeyHash, ApiKey>> GetAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        if (IsYoung(_taken, age))
            return _taken!.Keys;
        Task<Taken> reading;
        lock (_lock)
        {
            if (IsYoung(_taken, age))
                return _taken!.Keys;
            // One reading for all who wait, and if it fails, one failure.
            if (_reading is not { IsCompleted: false })
                _reading = ReadAsync(_taken);
            reading = _reading;
        }

        return (await reading.WaitAsync(cancellationToken)).Keys;
    }

    private bool IsYoung(Taken? taken, TimeSpan age) => taken is not null && clock.GetElapsedTime(taken.TriedAt) <= age;

    // Others wait for the same reading, so it doesn't end with the request that happened to begin it.
    private async Task<Taken> ReadAsync(Taken? before)
    {
        var began = clock.GetTimestamp();
        using var time = new CancellationTokenSource(ReadingTime, clock);
        try
        {
            // The driver may take longer to give up on a server that hangs; nobody waits for that.
            return Take(new(await store.ReadValidAsync(time.Token).WaitAsync(time.Token), began, clock.GetTimestamp()));
        }
        catch (Exception exception) when (before is not null && IsAway(exception) && clock.GetElapsedTime(before.ReadAt) < Grace)
        {
            ApiLog.KeysNotRead(logger, DatabaseFault.Describe(exception));
            return Take(before with { TriedAt = clock.GetTimestamp() });
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException("The API keys couldn't be read in time.", exception);
        }
    }

    private Taken Take(Taken taken)
    {
        lock (_lock)
            return _taken = taken;
    }

    private static bool IsAway(Exception exception) => exception is OperationCanceledException or MySqlException || DatabaseFault.IsTransient(exception);

    private sealed record Taken(Dictionary<KeyHash, ApiKey> Keys, long ReadAt, long TriedAt);
}
