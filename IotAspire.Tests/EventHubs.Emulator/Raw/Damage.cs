using CsCheck;

namespace IotAspire.Tests.EventHubs.Emulator.Raw;

/// <summary>Damages valid bytes in a few places: other bytes, missing ones, more, the end cut off.</summary>
internal static class Damage
{
    public static Gen<byte[]> Of(IReadOnlyList<byte[]> valid) => Gen.Select(
        Gen.OneOfConst([.. valid]),
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 10_000], Gen.Byte).Array[1, 6],
        (bytes, wounds) => wounds.Aggregate(bytes, (left, wound) => Apply(left, wound.Item1, wound.Item2, wound.Item3)));

    private static byte[] Apply(byte[] bytes, int kind, int where, byte value)
    {
        if (bytes.Length == 0)
            return [value];
        var place = where % bytes.Length;
        return kind switch
        {
            0 => [.. bytes[..place], value, .. bytes[(place + 1)..]],
            1 => [.. bytes[..place], .. bytes[(place + 1)..]],
            2 => [.. bytes[..place], value, .. bytes[place..]],
            _ => bytes[..place],
        };
    }
}
