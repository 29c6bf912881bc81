using System.Text.RegularExpressions;
using IotAspire.ChildProcesses;

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

internal static class VersionProbe
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>Asks a server program for its version.</summary>
    /// <returns>The version, or why there is none.</returns>
    public static async Task<(ServerVersion? Version, string Reason)> AskAsync(
        ChildProcessHost host, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            var start = new ChildProcessStart(command[0], [.. command.Skip(1), "--no-defaults", "--version"]);
            var result = await host.RunAsync(start, limit.Token);
            var version = result.ExitCode == 0 ? ServerVersion.Parse(result.Text) : null;
            return (version, $"{command[^1]} --version ended with code {result.ExitCode}: {result.Text}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"{command[^1]} --version didn't end within {Timeout}");
        }
    }
}
