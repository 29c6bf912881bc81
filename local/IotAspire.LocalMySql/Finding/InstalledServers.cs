using System.Runtime.CompilerServices;
using IotAspire.ChildProcesses;

namespace IotAspire.LocalMySql.Finding;

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
