using System.Runtime.CompilerServices;
using IotAspire.LocalMySql.Packages;

namespace IotAspire.LocalMySql.Finding;

/// <summary>The servers that could be run, nearest first: installed ones, then distribution packages in a per-user cache.</summary>
internal sealed class ServerSearch(InstalledServers installed, PackagedServers packaged)
{
    private readonly List<string> _reasons = ["no connection string is configured"];

    /// <summary>Why the servers so far couldn't be used.</summary>
    public IReadOnlyList<string> Reasons => _reasons;

    public void PassOver(string reason) => _reasons.Add(reason);

    /// <summary>The candidates; a later one is looked for, and downloaded, only when it is asked for.</summary>
    public async IAsyncEnumerable<ServerBinary> CandidatesAsync(
        MySqlFlavor flavor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var binary in installed.FindAsync(flavor, _reasons, cancellationToken))
            yield return binary;
        if (await packaged.GetAsync(flavor, _reasons, cancellationToken) is { } unpacked)
            yield return unpacked;
    }

    /// <summary>The error when no candidate is left.</summary>
    public MySqlServerNotFoundException NothingLeft(MySqlFlavor flavor) => new($"""
        No {(flavor == MySqlFlavor.Any ? "MySQL or MariaDB" : flavor)} server could be used:
        {string.Join('\n', _reasons.Select(reason => $"  - {reason}"))}
        Install one, no configuration is needed:
          Debian, Ubuntu   sudo apt-get install mariadb-server-core     (real MySQL on Ubuntu: mysql-server-core-8.0)
          Fedora, RHEL     sudo dnf install mariadb-server              (real MySQL: mysql-server)
          Alpine           sudo apk add mariadb
          Arch             sudo pacman -S mariadb
          macOS            brew install mysql                           (or: brew install mariadb)
          Windows          winget install Oracle.MySQL                  (or: winget install MariaDB.Server), then add its bin folder to the PATH
        or give the connection string of an existing server.
        """);
}
