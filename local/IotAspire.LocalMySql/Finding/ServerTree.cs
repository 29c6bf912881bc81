namespace IotAspire.LocalMySql.Finding;

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
