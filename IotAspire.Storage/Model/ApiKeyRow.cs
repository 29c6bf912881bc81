namespace IotAspire.Storage.Model;

/// <summary>Table <c>api_keys</c>: who may call the API. The key itself is never stored.</summary>
public sealed class ApiKeyRow
{
    /// <summary>Short key.</summary>
    public uint Id { get; set; }

    /// <summary>Whose it is.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of the key.</summary>
    public required byte[] KeyHash { get; set; }

    /// <summary>When it was made, UTC.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>What it may do, such as <c>read,operate</c>.</summary>
    public required string Scopes { get; set; }

    /// <summary>From when on it is refused, UTC; null where it has no end.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>When a request last came with it, UTC, written within a minute; null where none has.</summary>
    public DateTime? LastUsedAt { get; set; }

    /// <summary>Since when it is refused, UTC; null while it is valid.</summary>
    public DateTime? RevokedAt { get; set; }
}
