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

    /// <summary>Since when it is refused, UTC; null while it is valid.</summary>
    public DateTime? RevokedAt { get; set; }
}
