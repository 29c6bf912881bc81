using System.Runtime.Versioning;
using Aspire.Hosting;
using IotAspire.AppHost;
using IotAspire.AppHost.CommandLine;
using IotAspire.ChildProcesses;
using IotAspire.EventHubs.Emulator;
using IotAspire.EventHubs.Emulator.Tls;
using IotAspire.LocalMySql;
using IotAspire.LocalMySql.Data;
using IotAspire.LocalMySql.Packages;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotAspire.Tests.LocalMySql;

/// <summary>What another user could have prepared is refused wherever it would be run or believed, and stays as it is.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PrivateFolderTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Readable = Private | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly TemporaryFolder _folder = new();

    public PrivateFolderTests() => Requirement.Met(!OperatingSystem.IsWindows(), "owners and modes are POSIX's");

    /// <summary>Who uses a folder, and how: each names a place in a folder and opens it.</summary>
    public static TheoryData<string> Users => ["cache", "cache/servers", "cache/servers/server", "mysql", "data", "data/hub", "data/mysql", "data/generator", "hub", "certificate"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Users))]
    public async Task A_folder_that_others_can_write_to_is_refused_and_named(string user)
    {
        foreach (var mode in new[] { UnixFileMode.GroupWrite, UnixFileMode.OtherWrite })
        {
            var path = Prepare(user, Readable | mode);

            Assert.Contains($"{path} can be written by other users", await RefusalAsync(user), StringComparison.Ordinal);
            Assert.Equal(Readable | mode, File.GetUnixFileMode(path));
        }
    }

    [Theory]
    [MemberData(nameof(Users))]
    public async Task A_symbolic_link_is_refused_and_named(string user)
    {
        var path = Prepare(user, Private);
        Directory.Delete(path, recursive: true);
        Directory.CreateDirectory(_folder.Combine("elsewhere"), Private);
        File.CreateSymbolicLink(path, _folder.Combine("elsewhere"));

        Assert.Contains($"{path} is a symbolic link", await RefusalAsync(user), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Combine("elsewhere")));
    }

    [Fact]
    public async Task A_folder_of_another_user_is_refused_and_named()
    {
        using var foreign = new ForeignFolder();

        foreach (var user in new[] { "cache", "mysql", "data", "hub", "certificate" })
            Assert.Contains($"{foreign.Path} belongs to another user", await RefusalAsync(user, foreign.Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cache", Private)]
    [InlineData("cache/servers", Private)]
    [InlineData("cache/servers/server", Private)]
    [InlineData("mysql", Private)]
    [InlineData("data", Readable)]
    [InlineData("data/mysql", Private)]
    public async Task A_folder_that_others_could_read_is_used_and_closed_unless_it_may_hold_other_things(string user, UnixFileMode expected)
    {
        var path = Prepare(user, Readable);

        await RefusalAsync(user);

        Assert.Equal(expected, File.GetUnixFileMode(path));
    }

    // Who can read a lock file can hold the lock.
    [Theory]
    [InlineData("data", "lock")]
    [InlineData("hub", ".lock")]
    public async Task No_other_user_can_hold_the_lock(string user, string name)
    {
        var path = Path.Combine(Prepare(user, Readable), name);
        await File.WriteAllTextAsync(path, "", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await RefusalAsync(user);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    private static string Place(string user) => user == "cache/servers/server"
        ? $"cache/servers/{PackageRequest.For(HostDistribution.OfThisMachine()!, MySqlFlavor.MariaDb).CacheName}"
        : user;

    private string Prepare(string user, UnixFileMode mode)
    {
        Requirement.Met(!user.StartsWith("cache", StringComparison.Ordinal) || HostDistribution.OfThisMachine()?.UsesApt == true, "Packages are unpacked on Debian and its relatives only.");
        var path = _folder.Combine(Place(user));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, Private);
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, mode);
        return path;
    }

    // What the user is told; empty if nothing was refused.
    private async Task<string> RefusalAsync(string user, string? given = null)
    {
        var root = given ?? _folder.Combine(user.Split('/')[0]);
        try
        {
            switch (user.Split('/')[0])
            {
                case "cache":
                    return await OpenCacheAsync(root);
                case "mysql":
                    await using (var directory = new DataDirectory(root))
                        directory.Open();
                    break;
                case "data":
                    Assert.True(AppHostCommand.TryRead(["--data", root], out var options, out _));
                    await DataFolder.Take(options).DisposeAsync();
                    break;
                case "hub":
                    await (await EventHubsEmulator.StartAsync(new EventHubsEmulatorOptions { Port = 0, HttpPort = 0, DataDirectory = root }, TestContext.Current.CancellationToken)).DisposeAsync();
                    break;
                case "certificate":
                    ServerCertificate.Open(new EventHubsEmulatorTlsOptions { Folder = root }, null, TimeProvider.System).Dispose();
                    break;
            }

            return "";
        }
        catch (Exception exception) when (exception is LocalMySqlException or DistributedApplicationException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }

    // Cancelled before anything could be downloaded.
    private static async Task<string> OpenCacheAsync(string root)
    {
        using var host = new ChildProcessHost();
        using var downloading = new CancellationTokenSource();
        var reasons = new List<string>();
        await downloading.CancelAsync();
        try
        {
            await new PackagedServers(host, root, renews: false, TimeProvider.System, NullLogger.Instance).GetAsync(MySqlFlavor.MariaDb, reasons, downloading.Token);
        }
        catch (OperationCanceledException)
        {
            // Nothing was refused.
        }

        return string.Concat(reasons);
    }
}
