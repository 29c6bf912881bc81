using IotAspire.Folders;

namespace IotAspire.LocalMySql.Packages;

internal static class PackageFolders
{
    /// <summary>The user's cache folder by the XDG rules; null for a user without a home folder.</summary>
    public static string? DefaultCache() =>
        DefaultCache(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Environment.GetEnvironmentVariable("XDG_CACHE_HOME"));

    /// <param name="home">The user's home folder; empty if it doesn't exist.</param>
    /// <param name="cache">The variable XDG_CACHE_HOME.</param>
    public static string? DefaultCache(string home, string? cache) =>
        cache is { Length: > 0 } && Path.IsPathFullyQualified(cache) ? Path.Combine(cache, "iotaspire")
        : home.Length > 0 ? Path.Combine(home, ".cache", "iotaspire")
        : null;

    /// <summary>Where a package folder has its unpacked files.</summary>
    public static string Tree(string folder) => Path.Combine(folder, "tree");

    /// <summary>Removes what an interrupted download left; gives the folder to download into.</summary>
    public static string Begin(string folder)
    {
        var partial = folder + ".partial";
        if (Directory.Exists(partial))
            Directory.Delete(partial, recursive: true);
        PrivateFolder.Create(partial);
        Directory.CreateDirectory(Tree(partial));
        return partial;
    }

    /// <summary>Puts a whole download in the place of a broken or an old one.</summary>
    public static void Replace(string folder, string partial)
    {
        var old = folder + ".old";
        if (Directory.Exists(old))
            Directory.Delete(old, recursive: true);
        if (Directory.Exists(folder))
            Directory.Move(folder, old);
        Directory.Move(partial, folder);
        if (Directory.Exists(old))
            Directory.Delete(old, recursive: true);
    }
}
