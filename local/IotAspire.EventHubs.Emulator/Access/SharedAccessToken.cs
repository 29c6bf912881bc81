using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Hubs;

namespace IotAspire.EventHubs.Emulator.Access;

/// <summary>
/// <c>SharedAccessSignature sr=…&amp;sig=…&amp;se=…&amp;skn=…</c>: the signature is HMAC-SHA256 over the still-encoded
/// resource, a newline and the expiry, with the key's UTF-8 bytes.
/// </summary>
internal sealed record SharedAccessToken(EntityPath Path, DateTimeOffset ExpiresAt)
{
    private const string Prefix = "SharedAccessSignature ";

    /// <summary>Reads and checks a token; throws <see cref="AmqpException"/> saying why it is refused.</summary>
    public static SharedAccessToken Verify(string? token, SharedAccessKey key, DateTimeOffset now)
    {
        if (token?.StartsWith(Prefix, StringComparison.Ordinal) != true)
            throw Refused("The token isn't a shared access signature.");
        var fields = token[Prefix.Length..].Split('&').Select(field => field.Split('=', 2)).Where(field => field.Length == 2)
            .GroupBy(field => field[0], field => field[1]).ToDictionary(group => group.Key, group => group.First());
        if (!fields.TryGetValue("sr", out var resource) || !fields.TryGetValue("sig", out var signature)
            || !fields.TryGetValue("se", out var expiry) || !fields.TryGetValue("skn", out var keyName)
            || !long.TryParse(expiry, CultureInfo.InvariantCulture, out var seconds))
            throw Refused("The token lacks one of sr, sig, se, skn.");

        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Value), Encoding.UTF8.GetBytes($"{resource}\n{expiry}"));
        if (Uri.UnescapeDataString(keyName) != key.Name || !IsSame(expected, Uri.UnescapeDataString(signature)))
            throw Refused("The token has an invalid signature.");
        var expiresAt = seconds is > 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.MaxValue;
        return expiresAt > now
            ? new SharedAccessToken(EntityPath.Parse(Uri.UnescapeDataString(resource)), expiresAt)
            : throw Refused("The token has expired.");
    }

    private static bool IsSame(byte[] expected, string signature)
    {
        Span<byte> actual = stackalloc byte[64];
        return Convert.TryFromBase64String(signature, actual, out var length)
            && CryptographicOperations.FixedTimeEquals(expected, actual[..length]);
    }

    private static AmqpException Refused(string why) => new(AmqpError.Unauthorized(why));
}

/// <summary>The key that clients must prove to know.</summary>
internal sealed record SharedAccessKey(string Name, string Value);
