using IotAspire.Contracts.Readings;
using IotAspire.Generator.Publishing;
using IotAspire.Generator.Signals;

namespace IotAspire.Generator.Faults;

/// <summary>Breaks the body of a reading's event in one of the ways of real devices, by a random number.</summary>
internal static class Malformation
{
    private const int MaxEventLength = 1024;

    public static void Send(EventPacker packer, ReadingTemplate template, string sensorId, long sentAt, double value, ulong hash, long now)
    {
        Span<byte> body = stackalloc byte[MaxEventLength];
        var length = template.Write(sensorId, new(sentAt, DateTimeKind.Utc), value, body);
        packer.AddMalformed(Break(body[..length], StableHash.Mix(hash, 2)), now);
    }

    private static ReadOnlySpan<byte> Break(Span<byte> body, ulong hash)
    {
        switch (hash % 4)
        {
            case 0:
                // The connection broke.
                return body[..(body.Length / 2)];
            case 1:
                // Another firmware's spelling, so there is no value.
                return Capitalise(body, "value\":"u8);
            case 2:
                // The same, so there is no time.
                return Capitalise(body, "measuredAt\":"u8);
            default:
                // Flipped bits: not UTF-8.
                body[body.Length / 2] = 0xFF;
                return body;
        }
    }

    private static Span<byte> Capitalise(Span<byte> body, ReadOnlySpan<byte> name)
    {
        body[body.IndexOf(name)] -= 'a' - 'A';
        return body;
    }
}
