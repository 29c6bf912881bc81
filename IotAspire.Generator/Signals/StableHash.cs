namespace IotAspire.Generator.Signals;

/// <summary>
/// Random numbers for any instant in any order: hashes of numbers, the same in every process and on every machine.
/// </summary>
internal static class StableHash
{
    private const double Unit = 1.0 / (1UL << 53);

    /// <summary>FNV-1a over the text's UTF-16 units, begun with the seed.</summary>
    public static ulong Of(string text, int seed)
    {
        var hash = 14695981039346656037UL ^ (uint)seed;
        foreach (var unit in text)
            hash = (hash ^ unit) * 1099511628211UL;
        return Mix(hash, 0);
    }

    /// <summary>The finaliser of SplitMix64: neighbouring numbers give unrelated hashes.</summary>
    public static ulong Mix(ulong origin, long number)
    {
        var z = origin + ((ulong)number * 0x9E3779B97F4A7C15UL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>0 to 1, 1 excluded.</summary>
    public static double ToUnit(ulong hash) => (hash >> 11) * Unit;

    /// <summary>−1 to 1.</summary>
    public static double ToSignedUnit(ulong hash) => (2 * ToUnit(hash)) - 1;

    /// <summary>Nearly normal, mean 0 and variance 1: the sum of four uniform numbers. Never beyond ±3.5.</summary>
    public static double ToNormal(ulong hash)
    {
        const double mean = 2 * 65535.0;
        const double toVariance1 = 1.7320508075688772 / 65536;
        var sum = (hash & 0xFFFF) + ((hash >> 16) & 0xFFFF) + ((hash >> 32) & 0xFFFF) + (hash >> 48);
        return (sum - mean) * toVariance1;
    }
}
