using System.Buffers.Text;
using System.Security.Cryptography;

namespace IotAspire.Api.Keys;

/// <summary>An API key as callers hold it. The prefix lets scanners for leaked secrets find it.</summary>
internal static class KeyToken
{
    private const string Prefix = "iot_";
    private const int RandomBytes = 32;
    private static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(RandomBytes);

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>Whether a text can be a key at all; what can't isn't looked for.</summary>
    public static bool HasForm(string text) =>
        text.Length == Length && text.StartsWith(Prefix, StringComparison.Ordinal) && Base64Url.IsValid(text.AsSpan(Prefix.Length));
}
