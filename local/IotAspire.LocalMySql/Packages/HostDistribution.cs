using System.Runtime.InteropServices;

namespace IotAspire.LocalMySql.Packages;

/// <summary>The Linux distribution that /etc/os-release names.</summary>
internal sealed record HostDistribution(string Id, string VersionId, IReadOnlyList<string> Like)
{
    /// <summary>Whether its packages are Debian's kind.</summary>
    public bool UsesApt => Id is "debian" or "ubuntu" || Like.Contains("debian") || Like.Contains("ubuntu");

    /// <summary>Ubuntu and its relatives have MySQL; Debian has it in its unstable suite only.</summary>
    public bool HasMySql => Id == "ubuntu" || Like.Contains("ubuntu");

    /// <summary>A name for its folder in the cache.</summary>
    public string CacheName => $"{Id}-{VersionId}-{RuntimeInformation.OSArchitecture}".ToLowerInvariant();

    public static HostDistribution Parse(IEnumerable<string> osRelease)
    {
        var values = osRelease
            .Select(line => line.Split('=', 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim().Trim('"', '\''));
        return new HostDistribution(
            values.GetValueOrDefault("ID", "unknown"),
            values.GetValueOrDefault("VERSION_ID", "rolling"),
            values.GetValueOrDefault("ID_LIKE", "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>This machine's, or null when it isn't Linux.</summary>
    public static HostDistribution? OfThisMachine() =>
        File.Exists("/etc/os-release") ? Parse(File.ReadLines("/etc/os-release")) : null;
}
