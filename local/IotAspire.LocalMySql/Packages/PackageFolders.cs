using System.Text.RegularExpressions;
using IotAspire.ChildProcesses;
using IotAspire.Folders;
using Microsoft.Extensions.Logging;

namespace IotAspire.LocalMySql.Packages;

internal static class PackageFolders
{
    /// <summary>The user's cache folder by the XDG rules; null for a user without a home folder.</summary>
    public static string? DefaultCache() =>
        DefaultCache(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Environment.GetEnvironmentVariable("XDG_CACHE_HOME"));

    /// <param name="home">The user's home folder; empty if it doesn't exist.</param>
    /// <param name="cache">The variable XDG_CACHE_HOME.</param>
    public static string? DefaultCache(string home, string? cache) =>
        cache is { Length: > 0 } && Path.IsPathFullyQualified(cache) ? Path.Combine(cache, "iotaspire")
        : home.Length > 0 ? Path.Combine(home, ".cache", "iotaspire")
        : null;

    /// <summary>Where a package folder has its unpacked files.</summary>
    public static string Tree(string folder) => Path.Combine(folder, "tree");

    /// <summary>Removes what an interrupted download left; gives the folder to download into.</summary>
    public static string Begin(string folder)
    {
        var partial = folder + ".partial";
        if (Directory.Exists(partial))
            Directory.Delete(partial, recursive: true);
        PrivateFolder.Create(partial);
        Directory.CreateDirectory(Tree(partial));
        return partial;
    }

    /// <summary>Puts a whole download in the place of a broken or an old one.</summary>
    public static void Replace(string folder, string partial)
    {
        var old = folder + ".old";
        if (Directory.Exists(old))
            Directory.Delete(old, recursive: true);
        if (Directory.Exists(folder))
            Directory.Move(folder, old);
        Directory.Move(partial, folder);
        if (Directory.Exists(old))
            Directory.Delete(old, recursive: true);
    }
}

/// <summary>Which package to fetch from which suite.</summary>
/// <param name="CacheName">The folder in the cache.</param>
/// <param name="Name">The pattern of the package's name, which may end with a series.</param>
/// <param name="FromUnstable">From Debian's unstable suite instead of the host's own sources.</param>
internal sealed record PackageRequest(string CacheName, Regex Name, bool FromUnstable)
{
    private static readonly Regex MySqlName = new(@"^mysql-server-core(-\d[\d.]*)?$");
    private static readonly Regex MariaDbName = new(@"^mariadb-server-core(-\d[\d.]*)?$");

    /// <summary>By default the distribution's own server: Ubuntu's is MySQL, Debian's is MariaDB.</summary>
    public static PackageRequest For(HostDistribution host, MySqlFlavor flavor) => flavor switch
    {
        MySqlFlavor.MariaDb => new($"{host.CacheName}-mariadb", MariaDbName, FromUnstable: false),
        MySqlFlavor.MySql when host.HasMySql => new($"{host.CacheName}-mysql", MySqlName, FromUnstable: false),
        MySqlFlavor.MySql => new($"{host.CacheName}-unstable-mysql", MySqlName, FromUnstable: true),
        _ => For(host, host.HasMySql ? MySqlFlavor.MySql : MySqlFlavor.MariaDb),
    };

    /// <summary>The newest series of the names on offer; null when none fits.</summary>
    public string? Choose(IEnumerable<string> offered) => offered.Where(name => Name.IsMatch(name)).MaxBy(SeriesInName);

    private static Version SeriesInName(string name) =>
        Version.TryParse(name[(name.LastIndexOf('-') + 1)..], out var version) ? version : new Version(0, 0);
}

/// <summary>Shows that a download goes on, with at most one line a second.</summary>
internal sealed class DownloadProgress(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private long _shownAt = time.GetTimestamp();

    public void Report(OutputLine line)
    {
        // "Get:7 http://… package 1.2 [378 kB]" for each file, "Fetched 13.9 MB in 2s" at the end.
        var isTotal = line.Text.StartsWith("Fetched ", StringComparison.Ordinal);
        if (!isTotal && !line.Text.StartsWith("Get:", StringComparison.Ordinal))
            return;
        lock (_lock)
        {
            if (!isTotal && time.GetElapsedTime(_shownAt) < Interval)
                return;
            _shownAt = time.GetTimestamp();
        }

        LocalMySqlLog.Progress(logger, line.Text);
    }
}
