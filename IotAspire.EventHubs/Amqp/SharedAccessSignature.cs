using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IotAspire.EventHubs.Amqp;

/// <summary>Makes the tokens by which Event Hubs knows the holder of a key.</summary>
internal static class SharedAccessSignature
{
    public static string Create(string resource, string keyName, string key, DateTimeOffset expiresAt)
    {
        var encoded = Uri.EscapeDataString(resource);
        var expiry = expiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{encoded}\n{expiry}"));
        return $"SharedAccessSignature sr={encoded}&sig={Uri.EscapeDataString(Convert.ToBase64String(signature))}&se={expiry}&skn={Uri.EscapeDataString(keyName)}";
    }
}
