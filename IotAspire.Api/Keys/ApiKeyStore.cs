using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Api.Keys;

/// <summary>The table <c>api_keys</c>.</summary>
internal sealed class ApiKeyStore(MySqlDataSource dataSource, TimeProvider clock)
{
    /// <summary>Most valid keys; each API holds them all in memory, about 200 bytes each.</summary>
    public const int MaxKeys = 10_000;

    /// <returns>The id; null if there are <see cref="MaxKeys"/> already.</returns>
    public async Task<uint?> CreateAsync(string name, KeyHash hash, KeyScopes scopes, DateTime? expiresAt, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var count = new MySqlCommand("SELECT COUNT(*) FROM `api_keys` WHERE `revoked_at` IS NULL", connection);
        if ((long)(await count.ExecuteScalarAsync(cancellationToken))! >= MaxKeys)
            return null;
        await using var insert = new MySqlCommand("INSERT INTO `api_keys` (`name`, `key_hash`, `created_at`, `scopes`, `expires_at`) VALUES (@name, @hash, @now, @scopes, @expires)", connection);
        insert.Parameters.AddWithValue("@name", name);
        insert.Parameters.AddWithValue("@hash", hash.ToBytes());
        insert.Parameters.AddWithValue("@now", clock.GetUtcNow().UtcDateTime);
        insert.Parameters.AddWithValue("@scopes", KeyScopeText.Of(scopes));
        insert.Parameters.AddWithValue("@expires", expiresAt);
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return (uint)insert.LastInsertedId;
    }

    /// <summary>All keys, also revoked ones, in the order of their ids.</summary>
    public async Task<List<ApiKeyRow>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new MySqlCommand("SELECT `id`, `name`, `key_hash`, `created_at`, `revoked_at`, `scopes`, `expires_at`, `last_used_at` FROM `api_keys` ORDER BY `id`", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<ApiKeyRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(new()
            {
                Id = reader.GetUInt32(0),
                Name = reader.GetString(1),
                KeyHash = (byte[])reader.GetValue(2),
                CreatedAt = reader.GetDateTime(3),
                RevokedAt = reader.GetValue(4) as DateTime?,
                Scopes = reader.GetString(5),
                ExpiresAt = reader.GetValue(6) as DateTime?,
                LastUsedAt = reader.GetValue(7) as DateTime?,
            });
        }

        return keys;
    }

    /// <returns>Whether there was such a key that was valid.</returns>
    public async Task<bool> RevokeAsync(uint id, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new MySqlCommand("UPDATE `api_keys` SET `revoked_at` = @now WHERE `id` = @id AND `revoked_at` IS NULL", connection);
        command.Parameters.AddWithValue("@now", clock.GetUtcNow().UtcDateTime);
        command.Parameters.AddWithValue("@id", id);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Writes down when keys were last used; another API may have written later ones.</summary>
    public async Task NoteUseAsync(IReadOnlyDictionary<uint, DateTime> used, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new MySqlCommand("UPDATE `api_keys` SET `last_used_at` = @at WHERE `id` = @id AND (`last_used_at` IS NULL OR `last_used_at` < @at)", connection);
        foreach (var (id, at) in used)
        {
            command.Parameters.Clear();
            command.Parameters.AddWithValue("@id", id);
            command.Parameters.AddWithValue("@at", at);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>The valid keys.</summary>
    public async Task<Dictionary<KeyHash, ApiKey>> ReadValidAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new MySqlCommand("SELECT `id`, `name`, `key_hash`, `scopes`, `expires_at` FROM `api_keys` WHERE `revoked_at` IS NULL AND (`expires_at` IS NULL OR `expires_at` > @now) ORDER BY `id` LIMIT @most", connection);
        command.Parameters.AddWithValue("@most", MaxKeys);
        command.Parameters.AddWithValue("@now", clock.GetUtcNow().UtcDateTime);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new Dictionary<KeyHash, ApiKey>();
        while (await reader.ReadAsync(cancellationToken))
            keys.Add(KeyHash.Read((byte[])reader.GetValue(2)), new(reader.GetUInt32(0), reader.GetString(1), KeyScopeText.Parse(reader.GetString(3)), reader.GetValue(4) as DateTime?));
        return keys;
    }
}

/// <summary>Who calls.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="Name">Whose it is.</param>
/// <param name="Scopes">What the caller may do.</param>
/// <param name="ExpiresAt">When the key stops working; null for never.</param>
internal sealed record ApiKey(uint Id, string Name, KeyScopes Scopes, DateTime? ExpiresAt);
