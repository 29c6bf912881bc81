using System.Text.RegularExpressions;

namespace IotAspire.LocalMySql.Finding;

/// <summary>What <c>--version</c> says. The file's name doesn't tell: Debian's mysqld is a link to MariaDB's server.</summary>
internal sealed partial record ServerVersion(MySqlFlavor Flavor, Version Number)
{
    /// <summary>The part that a data directory depends on: 10.11 of 10.11.19.</summary>
    public string Series => $"{Number.Major}.{Number.Minor}";

    /// <summary>Reads <c>mysqld  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu</c> and the answer of <c>select version()</c>; null when it is neither.</summary>
    public static ServerVersion? Parse(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success)
            return null;
        var flavor = text.Contains("MariaDB", StringComparison.OrdinalIgnoreCase) ? MySqlFlavor.MariaDb : MySqlFlavor.MySql;
        return new ServerVersion(flavor, Version.Parse(match.Value));
    }

    public override string ToString() => $"{(Flavor == MySqlFlavor.MariaDb ? "MariaDB" : "MySQL")} {Number}";

    [GeneratedRegex(@"(?<![\d.])\d+\.\d+\.\d+")]
    private static partial Regex Pattern();
}
