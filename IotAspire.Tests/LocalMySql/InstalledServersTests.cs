using System.Runtime.Versioning;
using IotAspire.ChildProcesses;
using IotAspire.LocalMySql;
using IotAspire.LocalMySql.Finding;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.LocalMySql;

[UnsupportedOSPlatform("windows")]
public sealed class InstalledServersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ChildProcessHost _host = new();
    private readonly List<string> _reasons = [];

    public InstalledServersTests() => Requirement.Met(!OperatingSystem.IsWindows(), "the servers here are shell scripts");

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_mysqld_that_is_MariaDB_is_taken_for_what_it_is()
    {
        Script("mysqld", "echo 'mysqld  Ver 10.11.19-MariaDB for debian-linux-gnu'");

        Assert.Empty(await FindAsync(MySqlFlavor.MySql));
        Assert.Contains("is MariaDB 10.11.19, not MySql", Assert.Single(_reasons), StringComparison.Ordinal);
        Assert.Equal(MySqlFlavor.MariaDb, Assert.Single(await FindAsync(MySqlFlavor.Any)).Flavor);
    }

    [Fact]
    public async Task A_server_that_does_not_run_is_passed_over_with_what_it_said()
    {
        Script("mysqld", "echo 'libaio.so.1: cannot open shared object file' >&2; exit 127");
        Script("mariadbd", "echo 'mariadbd  Ver 11.8.3-MariaDB'");

        Assert.EndsWith("mariadbd", Assert.Single(await FindAsync(MySqlFlavor.Any)).Origin, StringComparison.Ordinal);
        Assert.Contains("libaio.so.1", Assert.Single(_reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_installed_is_said()
    {
        Assert.Empty(await FindAsync(MySqlFlavor.Any));
        Assert.Equal("neither mysqld nor mariadbd is on the PATH", Assert.Single(_reasons));
    }

    private void Script(string name, string body)
    {
        var path = _folder.Combine(name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<IReadOnlyList<ServerBinary>> FindAsync(MySqlFlavor flavor)
    {
        var found = new List<ServerBinary>();
        await foreach (var binary in new InstalledServers(_host, [_folder.Path]).FindAsync(flavor, _reasons, TestContext.Current.CancellationToken))
            found.Add(binary);
        return found;
    }
}
