using System.Security.Cryptography;
using System.Text;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Links;

namespace IotAspire.EventHubs.Emulator.Access;

/// <summary>What a connection has proved it may use. The read loop adds to it, the watch over expiries reads it.</summary>
internal sealed class Claims(SharedAccessKey key, TimeProvider time)
{
    /// <summary>More audiences than any client has; bounds what a hostile one can make us remember.</summary>
    private const int MaxClaims = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SharedAccessToken> _byAudience = new(StringComparer.OrdinalIgnoreCase);
    private bool _all;

    /// <summary>User name and password were the key itself.</summary>
    public bool TryLogIn(string user, string password) => _all = user == key.Name && Equal(password, key.Value);

    /// <summary>Takes a token for an audience, or throws <see cref="AmqpException"/>.</summary>
    public void Add(string audience, string? token)
    {
        var verified = SharedAccessToken.Verify(token, key, time.GetUtcNow());
        var path = EntityPath.Parse(audience);
        if (!verified.Path.Covers(path))
            throw new AmqpException(AmqpError.Unauthorized($"The token is for '{verified.Path}', not for '{path}'."));
        lock (_lock)
        {
            if (_byAudience.Count >= MaxClaims)
                throw new AmqpException(AmqpError.Limit("The connection holds too many claims."));
            _byAudience[path.ToString()] = verified with { Path = path };
        }
    }

    /// <summary>When the right to use a path ends; null if there is none.</summary>
    public DateTimeOffset? ExpiryOf(EntityPath path)
    {
        if (_all)
            return DateTimeOffset.MaxValue;
        lock (_lock)
            return _byAudience.Values.Where(claim => claim.Path.Covers(path)).Max(claim => (DateTimeOffset?)claim.ExpiresAt);
    }

    public void Require(EntityPath path)
    {
        if (ExpiryOf(path) is not { } expiry || expiry <= time.GetUtcNow())
            throw new AmqpException(AmqpError.Unauthorized($"Unauthorized access: a claim for '{path}' is required."));
    }

    // Hashed first, so that neither place of the difference nor length shows in the time it takes.
    private static bool Equal(string left, string right) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(left)), SHA256.HashData(Encoding.UTF8.GetBytes(right)));

    /// <summary>A token that came with the request counts as a claim.</summary>
    public void Require(EntityPath path, string? token)
    {
        if (token is null)
            Require(path);
        else if (!SharedAccessToken.Verify(token, key, time.GetUtcNow()).Path.Covers(path))
            throw new AmqpException(AmqpError.Unauthorized($"The token isn't for '{path}'."));
    }
}

/// <summary>Answers <c>put-token</c> requests to <c>$cbs</c>.</summary>
internal sealed class ClaimsNode(Claims claims, HubDirectory hubs) : IRequestNode
{
    private const int Taken = 202;

    public FaultOperation Operation => FaultOperation.Authorize;

    public EntityPath PathOf(Request request) => EntityPath.Parse(request["name"] ?? "");

    public Reply Answer(Request request)
    {
        if (request["operation"] != "put-token")
            throw new AmqpException(AmqpError.NotImplemented($"The operation '{request["operation"]}' isn't supported."));
        claims.Add(request["name"] ?? "", request.Body as string);
        // After the token is verified: an invalid one must not reveal which hubs exist.
        if (PathOf(request) is { Hub: [not '$', ..] hub })
            hubs.Get(hub);
        return new Reply(Taken, "Accepted", null);
    }
}
