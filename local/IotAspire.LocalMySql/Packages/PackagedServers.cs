using IotAspire.ChildProcesses;
using IotAspire.Folders;
using IotAspire.LocalMySql.Finding;
using Microsoft.Extensions.Logging;

namespace IotAspire.LocalMySql.Packages;

/// <summary>Servers from Debian's or Ubuntu's packages, unpacked into a per-user cache; the system isn't touched.</summary>
internal sealed class PackagedServers(ChildProcessHost host, string? cacheDirectory, bool renews, TimeProvider time, ILogger logger)
{
    // Distributions mend security faults of their servers every few weeks.
    private static readonly TimeSpan OldAge = TimeSpan.FromDays(60);

    /// <summary>A server of the flavour, downloaded if the cache has no whole one; null with a reason when there is none.</summary>
    public async Task<ServerBinary?> GetAsync(MySqlFlavor flavor, ICollection<string> reasons, CancellationToken cancellationToken)
    {
        if (HostDistribution.OfThisMachine() is not { UsesApt: true } distribution)
        {
            reasons.Add("packages are unpacked by themselves only on Debian, Ubuntu and their relatives");
            return null;
        }

        if (cacheDirectory is null)
        {
            reasons.Add("packages are unpacked into a user's own cache, and this user has no home folder: set HOME or XDG_CACHE_HOME");
            return null;
        }

        var request = PackageRequest.For(distribution, flavor);
        var folder = Path.Combine(cacheDirectory, "servers", request.CacheName);
        try
        {
            PrivateFolder.Create(cacheDirectory);
            PrivateFolder.Create(Path.GetDirectoryName(folder)!);
            await using var cacheLock = await FolderLock.WaitAsync(folder + ".lock", time, logger, cancellationToken);
            var cached = await OpenAsync(folder, reasons: null, cancellationToken);
            return cached is null ? await DownloadAsync(request, folder, reasons, cancellationToken)
                : renews ? await RenewAsync(cached, request, folder, cancellationToken)
                : WithHint(cached, folder);
        }
        catch (LocalMySqlException exception)
        {
            reasons.Add(exception.Message);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            reasons.Add($"the package cache {folder} can't be used: {exception.Message}");
            return null;
        }
    }

    // Without a connection the old one goes on.
    private async Task<ServerBinary> RenewAsync(ServerBinary cached, PackageRequest request, string folder, CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        try
        {
            if (await DownloadAsync(request, folder, reasons, cancellationToken) is { } renewed)
            {
                LocalMySqlLog.Renewed(logger, cached.Version.ToString(), renewed.Version.ToString());
                return renewed;
            }
        }
        catch (Exception exception) when (exception is LocalMySqlException or IOException or UnauthorizedAccessException)
        {
            reasons.Add(exception.Message);
        }

        LocalMySqlLog.NotRenewed(logger, cached.Version.ToString(), string.Join("; ", reasons));
        return cached;
    }

    private ServerBinary WithHint(ServerBinary cached, string folder)
    {
        var age = time.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(folder);
        if (age > OldAge)
            LocalMySqlLog.Old(logger, cached.Version.ToString(), (int)age.TotalDays);
        return cached;
    }

    private async Task<ServerBinary?> DownloadAsync(
        PackageRequest request, string folder, ICollection<string> reasons, CancellationToken cancellationToken)
    {
        var partial = PackageFolders.Begin(folder);
        LocalMySqlLog.Downloading(logger, folder);
        var started = time.GetTimestamp();
        var package = await new AptDownload(host, partial, time, logger).RunAsync(request, cancellationToken);
        PackageFolders.Replace(folder, partial);
        LocalMySqlLog.Downloaded(logger, package, time.GetElapsedTime(started).TotalSeconds);
        return await OpenAsync(folder, reasons, cancellationToken);
    }

    /// <summary>The folder's server, if it is whole: it is started to find out, so nobody else may have put it there.</summary>
    private async Task<ServerBinary?> OpenAsync(string folder, ICollection<string>? reasons, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            return null;
        PrivateFolder.Create(folder);
        var tree = new ServerTree(PackageFolders.Tree(folder));
        var reason = $"{folder} holds no whole server";
        if (tree.Command() is { } command)
        {
            (var version, reason) = await VersionProbe.AskAsync(host, command, cancellationToken);
            if (version is not null)
                return new ServerBinary(command, version, folder, tree);
        }

        reasons?.Add(reason);
        LocalMySqlLog.BrokenCache(logger, folder, reason);
        return null;
    }
}
