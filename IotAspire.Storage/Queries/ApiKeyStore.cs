using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Storage.Queries;

/// <summary>The table <c>api_keys</c>.</summary>
internal sealed class ApiKeyStore(MySqlDataSource dataSource, TimeProvider clock)
{
    /// <summary>Maximum number of valid keys; each API holds them all in memory, about 200 bytes each.</summary>
    public const int MaxKeys = 10_000;

    private const string Select = "SELECT `id`, `name`, `key_hash`, `created_at`, `revoked_at`, `scopes`, `expires_at`, `last_used_at` FROM `api_keys`";

    private static readonly Statement CountValid = new("count keys", "SELECT COUNT(*) FROM `api_keys` WHERE `revoked_at` IS NULL");
    private static readonly Statement Insert = new(
        "create key", "INSERT INTO `api_keys` (`name`, `key_hash`, `created_at`, `scopes`, `expires_at`) VALUES (@name, @hash, @now, @scopes, @expires)");
    private static readonly Statement List = new("list keys", $"{Select} ORDER BY `id`");
    private static readonly Statement Revoke = new("revoke key", "UPDATE `api_keys` SET `revoked_at` = @now WHERE `id` = @id AND `revoked_at` IS NULL");
    private static readonly Statement NoteUse = new(
        "note use of key", "UPDATE `api_keys` SET `last_used_at` = @at WHERE `id` = @id AND (`last_used_at` IS NULL OR `last_used_at` < @at)");
    private static readonly Statement ReadValid = new(
        "read valid keys", $"{Select} WHERE `revoked_at` IS NULL AND (`expires_at` IS NULL OR `expires_at` > @now) ORDER BY `id` LIMIT @max");

    /// <returns>The id; null if there are <see cref="MaxKeys"/> already.</returns>
    public async Task<uint?> CreateAsync(string name, byte[] hash, string scopes, DateTime? expiresAt, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var count = CountValid.On(connection);
        if ((long)(await count.ExecuteScalarAsync(cancellationToken))! >= MaxKeys)
            return null;
        await using var insert = Insert.On(connection);
        insert.Parameters.AddWithValue("@name", name);
        insert.Parameters.AddWithValue("@hash", hash);
        insert.Parameters.AddWithValue("@now", clock.GetUtcNow().UtcDateTime);
        insert.Parameters.AddWithValue("@scopes", scopes);
        insert.Parameters.AddWithValue("@expires", expiresAt);
        await insert.ExecuteNonQueryAsync(cancellationToken);
        return (uint)insert.LastInsertedId;
    }

    /// <summary>All keys, also revoked ones, in the order of their ids.</summary>
    public async Task<List<ApiKeyRow>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = List.On(connection);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>The valid keys, in the order of their ids.</summary>
    public async Task<List<ApiKeyRow>> ReadValidAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = ReadValid.On(connection);
        command.Parameters.AddWithValue("@max", MaxKeys);
        command.Parameters.AddWithValue("@now", clock.GetUtcNow().UtcDateTime);
        return await ReadAsync(command, cancellationToken);
    }

    /// <returns>Whether there was such a key that was valid.</returns>
    public async Task<bool> RevokeAsync(uint id, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = Revoke.On(connection);
        command.Parameters.AddWithValue("@now", clock.GetUtcNow().UtcDateTime);
        command.Parameters.AddWithValue("@id", id);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Notes when keys were last used; another API may have noted later uses.</summary>
    public async Task NoteUseAsync(IReadOnlyDictionary<uint, DateTime> used, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = NoteUse.On(connection);
        foreach (var (id, at) in used)
        {
            command.Parameters.Clear();
            command.Parameters.AddWithValue("@id", id);
            command.Parameters.AddWithValue("@at", at);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task<List<ApiKeyRow>> ReadAsync(MySqlCommand command, CancellationToken cancellationToken)
    {
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
}
