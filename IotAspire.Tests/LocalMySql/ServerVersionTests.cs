using IotAspire.LocalMySql;
using IotAspire.LocalMySql.Finding;

namespace IotAspire.Tests.LocalMySql;

public sealed class ServerVersionTests
{
    [Theory]
    [InlineData("/x/mysqld  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64 (Debian 12)", MySqlFlavor.MariaDb, "10.11.19")]
    [InlineData("/x/usr/sbin/mysqld  Ver 9.7.4-2 for Linux on x86_64 ((Debian))", MySqlFlavor.MySql, "9.7.4")]
    [InlineData("mysqld  Ver 8.0.43-0ubuntu0.24.04.1 for Linux on x86_64 ((Ubuntu))", MySqlFlavor.MySql, "8.0.43")]
    [InlineData("/usr/local/opt/mysql-8.4/bin/mysqld  Ver 8.4.6 for macos15.4 on arm64 (Homebrew)", MySqlFlavor.MySql, "8.4.6")]
    [InlineData("11.8.3-MariaDB", MySqlFlavor.MariaDb, "11.8.3")]
    public void Flavour_and_version_come_from_what_the_server_says(string text, MySqlFlavor flavor, string number)
    {
        var version = ServerVersion.Parse(text)!;

        Assert.Equal((flavor, number), (version.Flavor, version.Number.ToString()));
    }

    [Fact]
    public void Other_text_is_no_version() => Assert.Null(ServerVersion.Parse("mysqld: command not found"));
}
