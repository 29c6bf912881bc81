using System.Runtime.CompilerServices;
using IotAspire.ChildProcesses;
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

/// <summary>Servers that the machine has: on the PATH, or where distributions put them outside a normal user's PATH.</summary>
/// <param name="host">Starts them to ask for their version.</param>
/// <param name="folders">Where to look, in this order.</param>
internal sealed class InstalledServers(ChildProcessHost host, IReadOnlyList<string> folders)
{
    private static readonly string[] Names = ["mysqld", "mariadbd"];
    private static readonly string[] OtherFolders = ["/usr/sbin", "/usr/local/sbin", "/usr/libexec"];

    /// <summary>The PATH and those other folders.</summary>
    public static IReadOnlyList<string> UsualFolders => [.. ExecutablePath.Folders, .. OtherFolders];

    /// <summary>Every installed server of the flavour; the reasons say what was passed over.</summary>
    public async IAsyncEnumerable<ServerBinary> FindAsync(
        MySqlFlavor flavor, ICollection<string> reasons, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var paths = Paths().DistinctBy(path => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path).ToList();
        if (paths.Count == 0)
            reasons.Add("neither mysqld nor mariadbd is on the PATH");
        foreach (var path in paths)
        {
            var (version, reason) = await VersionProbe.AskAsync(host, [path], cancellationToken);
            if (version is null)
                reasons.Add(reason);
            else if (flavor != MySqlFlavor.Any && version.Flavor != flavor)
                reasons.Add($"{path} is {version}, not {flavor}");
            else
                yield return new ServerBinary([path], version, path, Tree: null);
        }
    }

    private IEnumerable<string> Paths() => Names.SelectMany(name => folders
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
        .Where(File.Exists));
}

/// <summary>
/// A tree of unpacked packages with its own C library, so that it runs on whatever the host has: started through its own
/// loader, told where its files are.
/// </summary>
internal sealed record ServerTree(string Root)
{
    private string Share => Directories("usr/share/mysql", "usr/share/mariadb").First(folder => Directory.Exists(Path.Combine(folder, "charsets")));

    /// <summary>The command that runs the tree's server; null when the tree isn't whole.</summary>
    public IReadOnlyList<string>? Command()
    {
        var server = Files("usr/sbin/mariadbd", "usr/sbin/mysqld").FirstOrDefault();
        var loader = Directories("lib", "usr/lib")
            .SelectMany(folder => Directory.EnumerateFiles(folder, "ld-linux*.so.*", SearchOption.AllDirectories))
            .FirstOrDefault(file => File.ResolveLinkTarget(file, returnFinalTarget: true) is null);
        if (server is null || loader is null)
            return null;
        var triplet = Path.GetFileName(Path.GetDirectoryName(loader)!);
        // Ubuntu's MySQL keeps private libraries in usr/lib/mysql/private.
        var libraries = Directories($"lib/{triplet}", $"usr/lib/{triplet}", "usr/lib/mysql/private");
        return [loader, "--library-path", string.Join(':', libraries), server];
    }

    /// <summary>Where the server finds the files that it would look for under /usr.</summary>
    public IEnumerable<string> Arguments(MySqlFlavor flavor)
    {
        if (flavor == MySqlFlavor.MySql)
            yield return $"--basedir={Path.Combine(Root, "usr")}";
        yield return $"--lc-messages-dir={Share}";
        yield return $"--character-sets-dir={Path.Combine(Share, "charsets")}";
        foreach (var plugins in Directories("usr/lib/mysql/plugin"))
            yield return $"--plugin-dir={plugins}";
    }

    private IEnumerable<string> Directories(params string[] paths) => paths.Select(path => Path.Combine(Root, path)).Where(Directory.Exists);

    private IEnumerable<string> Files(params string[] paths) => paths.Select(path => Path.Combine(Root, path)).Where(File.Exists);
}

/// <summary>A server program that ran at least far enough to tell its version.</summary>
/// <param name="Command">The program, with the loader in front of it if it needs one.</param>
/// <param name="Version">What it said it is.</param>
/// <param name="Origin">Where it came from, for the log.</param>
/// <param name="Tree">The unpacked tree it belongs to, or null for one that is installed and knows its own files.</param>
internal sealed record ServerBinary(IReadOnlyList<string> Command, ServerVersion Version, string Origin, ServerTree? Tree)
{
    public MySqlFlavor Flavor => Version.Flavor;

    /// <summary>What every run needs; <c>--no-defaults</c> must come first.</summary>
    public ChildProcessStart Run(IEnumerable<string> arguments) =>
        new(Command[0], [.. Command.Skip(1), "--no-defaults", .. Tree?.Arguments(Flavor) ?? [], .. RootArguments(), .. arguments]);

    private static IEnumerable<string> RootArguments() =>
        Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() ? ["--user=root"] : [];
}
