using IotAspire.LocalMySql;
using IotAspire.LocalMySql.Packages;

namespace IotAspire.Tests.LocalMySql;

public sealed class PackageRequestTests
{
    private static readonly HostDistribution Debian = HostDistribution.Parse(["ID=debian", "VERSION_ID=\"12\""]);
    private static readonly HostDistribution Ubuntu = HostDistribution.Parse(["NAME=\"Ubuntu\"", "ID=ubuntu", "ID_LIKE=debian", "VERSION_ID='24.04'"]);
    private static readonly HostDistribution Mint = HostDistribution.Parse(["ID=linuxmint", "ID_LIKE=\"ubuntu debian\"", "# comment"]);
    private static readonly HostDistribution Fedora = HostDistribution.Parse(["ID=fedora", "VERSION_ID=42"]);

    private static readonly string[] Offered =
        ["mysql-server-core-8.0", "mysql-server-core-8.4", "mysql-server", "mariadb-server-core", "mysql-server-core-source", "mariadb-server"];

    [Fact]
    public void Relatives_of_Debian_use_apt_and_others_do_not()
    {
        Assert.All([Debian, Ubuntu, Mint], host => Assert.True(host.UsesApt));
        Assert.False(Fedora.UsesApt);
    }

    [Fact]
    public void Default_is_the_distributions_own_server()
    {
        Assert.Equal("mariadb-server-core", PackageRequest.For(Debian, MySqlFlavor.Any).Choose(Offered));
        Assert.Equal("mysql-server-core-8.4", PackageRequest.For(Ubuntu, MySqlFlavor.Any).Choose(Offered));
        Assert.Equal("mysql-server-core-8.4", PackageRequest.For(Mint, MySqlFlavor.Any).Choose(Offered));
    }

    [Fact]
    public void Debian_has_MySQL_in_its_unstable_suite_only()
    {
        Assert.True(PackageRequest.For(Debian, MySqlFlavor.MySql).FromUnstable);
        Assert.False(PackageRequest.For(Debian, MySqlFlavor.Any).FromUnstable);
        Assert.False(PackageRequest.For(Ubuntu, MySqlFlavor.MySql).FromUnstable);
    }

    [Fact]
    public void Different_suites_and_releases_never_share_a_folder()
    {
        PackageRequest[] requests =
        [
            PackageRequest.For(Debian, MySqlFlavor.MySql), PackageRequest.For(Debian, MySqlFlavor.MariaDb),
            PackageRequest.For(Ubuntu, MySqlFlavor.MySql), PackageRequest.For(Debian with { VersionId = "13" }, MySqlFlavor.MariaDb),
        ];

        Assert.Distinct(requests.Select(request => request.CacheName));
    }

    [Fact]
    public void Nothing_fitting_on_offer_is_nothing() => Assert.Null(PackageRequest.For(Debian, MySqlFlavor.Any).Choose(["postgresql"]));
}
