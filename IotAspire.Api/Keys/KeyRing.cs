using IotAspire.Storage;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Keys;

/// <summary>All valid keys in memory, so that no request costs a query: neither one with a good key nor a flood of guesses.</summary>
internal sealed class KeyRing
{
    /// <summary>How long a revoked key may still work.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(2);

    /// <summary>How long a new key may still be refused; guesses cause at most one query in this time.</summary>
    private static readonly TimeSpan MaxAgeForUnknown = TimeSpan.FromSeconds(0.25);

    private readonly Snapshot<Dictionary<KeyHash, ApiKey>> _keys;
    private readonly TimeProvider _clock;

    public KeyRing(ApiKeyStore store, TimeProvider clock, ILogger<KeyRing> logger)
    {
        _clock = clock;
        _keys = new(token => ReadAsync(store, token), MaxAge, clock)
        {
            ReadTimeout = TimeSpan.FromSeconds(2),
            Grace = TimeSpan.FromMinutes(1),
            OnGrace = exception => ApiLog.KeysNotRead(logger, DatabaseFault.Describe(exception)),
        };
    }

    /// <summary>The key; null if it isn't valid.</summary>
    public async ValueTask<ApiKey?> FindAsync(KeyHash hash, CancellationToken cancellationToken)
    {
        var keys = await _keys.GetAsync(cancellationToken);
        if (!keys.TryGetValue(hash, out var key))
            key = (await _keys.GetAsync(MaxAgeForUnknown, cancellationToken)).GetValueOrDefault(hash);
        return key?.ExpiresAt <= _clock.GetUtcNow().UtcDateTime ? null : key;
    }

    private static async Task<Dictionary<KeyHash, ApiKey>> ReadAsync(ApiKeyStore store, CancellationToken cancellationToken) =>
        (await store.ReadValidAsync(cancellationToken)).ToDictionary(
            row => KeyHash.Read(row.KeyHash), row => new ApiKey(row.Id, row.Name, KeyScopeText.Parse(row.Scopes), row.ExpiresAt));
}

/// <summary>A valid key.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="Name">The name of its owner.</param>
/// <param name="Scopes">What the caller may do.</param>
/// <param name="ExpiresAt">When the key stops working; null for never.</param>
internal sealed record ApiKey(uint Id, string Name, KeyScopes Scopes, DateTime? ExpiresAt);

internal static class ApiKeyStoreExtensions
{
    /// <returns>The id; null if there are <see cref="ApiKeyStore.MaxKeys"/> already.</returns>
    public static Task<uint?> CreateAsync(this ApiKeyStore store, string name, KeyHash hash, KeyScopes scopes, DateTime? expiresAt, CancellationToken cancellationToken) =>
        store.CreateAsync(name, hash.ToBytes(), KeyScopeText.Of(scopes), expiresAt, cancellationToken);
}
