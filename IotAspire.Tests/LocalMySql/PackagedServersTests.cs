using IotAspire.ChildProcesses;
using IotAspire.LocalMySql;
using IotAspire.LocalMySql.Finding;
using IotAspire.LocalMySql.Packages;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.LocalMySql;

/// <summary>Real downloads into a cache of the test's own.</summary>
public sealed class PackagedServersTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();
    private readonly ChildProcessHost _host = new();
    private readonly List<string> _reasons = [];

    public void Dispose()
    {
        _host.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public async Task Two_at_once_download_once_and_a_broken_tree_is_made_anew()
    {
        var both = await Task.WhenAll(GetAsync(), GetAsync());
        Requirement.Met(both.Any(found => found is not null), string.Join("; ", _reasons));
        Assert.All(both, Assert.NotNull, throwIfEmpty: true);
        var server = both[0]!;

        // Nobody else can put a server there.
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_cache.Combine("servers")));
        Assert.Equal(server.Command, both[1]!.Command);
        var file = server.Command[^1];
        var madeAt = File.GetLastWriteTimeUtc(Path.GetDirectoryName(server.Tree!.Root)!);

        var again = await GetAsync();
        Assert.Equal(madeAt, File.GetLastWriteTimeUtc(Path.GetDirectoryName(again!.Tree!.Root)!));

        File.WriteAllText(file, "half a download");
        var repaired = await GetAsync();
        Assert.Equal(server.Version, repaired!.Version);
        Assert.True(new FileInfo(file).Length > 1_000_000);

        // A year later: it is told, and replaced if that was asked for.
        var nextYear = new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(365));
        var log = new LogLines();
        Assert.NotNull(await GetAsync(nextYear, log));
        Assert.Contains(log.All, line => line.Contains("was downloaded 365 days ago", StringComparison.Ordinal) && line.Contains("--renew-mysql", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(server.Tree!.Root, "old"), "");
        var renewed = await GetAsync(nextYear, log, renews: true);
        Assert.Equal(server.Version, renewed!.Version);
        Assert.False(File.Exists(Path.Combine(server.Tree!.Root, "old")));
        Assert.Empty(Directory.GetDirectories(_cache.Combine("servers"), "*.partial"));
    }

    // A folder that all users share, such as that for temporary files, is no cache.
    [Theory]
    [InlineData("", null, null)]
    [InlineData("", "", null)]
    [InlineData("", "cache", null)]
    [InlineData("/home/a", "cache", "/home/a/.cache/iotaspire")]
    [InlineData("/home/a", null, "/home/a/.cache/iotaspire")]
    [InlineData("", "/cache", "/cache/iotaspire")]
    public void The_cache_is_the_users_own_or_none(string home, string? variable, string? expected)
    {
        Requirement.Met(!OperatingSystem.IsWindows(), "paths of Linux and macOS");

        Assert.Equal(expected, PackageFolders.DefaultCache(home, variable));
    }

    [Fact]
    public async Task Without_a_home_folder_nothing_is_taken_from_a_shared_one()
    {
        Requirement.Met(HostDistribution.OfThisMachine()?.UsesApt == true, "Packages are unpacked on Debian and its relatives only.");

        Assert.Null(await new PackagedServers(_host, cacheDirectory: null, renews: false, TimeProvider.System, NullLogger.Instance).GetAsync(MySqlFlavor.MariaDb, _reasons, TestContext.Current.CancellationToken));

        Assert.Contains("no home folder", Assert.Single(_reasons), StringComparison.Ordinal);
    }

    private Task<ServerBinary?> GetAsync(TimeProvider? time = null, LogLines? log = null, bool renews = false) =>
        new PackagedServers(_host, _cache.Path, renews, time ?? TimeProvider.System, log?.CreateLogger("") ?? NullLogger.Instance)
            .GetAsync(MySqlFlavor.MariaDb, _reasons, TestContext.Current.CancellationToken);
}
