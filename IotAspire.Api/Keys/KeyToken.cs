using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

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

/// <summary>
/// SHA-256 of an API key. A key has 256 random bits, so a slow hash would add nothing: there is no dictionary to try. Looking one
/// up by its hash needs no comparison in constant time either, since nobody can choose a key by its hash.
/// </summary>
internal readonly record struct KeyHash(UInt128 High, UInt128 Low)
{
    public static KeyHash Of(string key) => Read(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    public static KeyHash Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));

    public byte[] ToBytes()
    {
        var bytes = new byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), Low);
        return bytes;
    }
}
