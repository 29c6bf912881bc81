namespace IotAspire.Generator.Generation;

/// <summary>Hashes that are the same in every process, unlike <see cref="string.GetHashCode()"/>.</summary>
internal static class StableHash
{
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

    /// <summary>−1 to 1.</summary>
    public static double ToSignedUnit(ulong hash) => ((hash >> 11) * (2.0 / (1UL << 53))) - 1;
}
