using System.Text.RegularExpressions;

namespace IotAspire.LocalMySql.Packages;

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
