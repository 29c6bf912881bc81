using System.Runtime.CompilerServices;
using IotAspire.ChildProcesses;

namespace IotAspire.LocalMySql.Finding;

/// <summary>Servers that the machine has: on the PATH, or where distributions put them outside a normal user's PATH.</summary>
internal sealed class InstalledServers(ChildProcessHost host)
{
    private static readonly string[] Names = ["mysqld", "mariadbd"];
    private static readonly string[] OtherFolders = ["/usr/sbin", "/usr/local/sbin", "/usr/libexec"];

    /// <summary>Every installed server of the flavour; the reasons say what was passed over.</summary>
    public async IAsyncEnumerable<ServerBinary> FindAsync(
        MySqlFlavor flavor, ICollection<string> reasons, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var paths = Paths().Distinct().ToList();
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

    private static IEnumerable<string> Paths()
    {
        foreach (var name in Names)
        {
            if (ExecutablePath.Find(name) is { } onPath)
                yield return onPath;
            foreach (var folder in OtherFolders.Where(folder => File.Exists(Path.Combine(folder, name))))
                yield return Path.Combine(folder, name);
        }
    }
}
