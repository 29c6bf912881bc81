using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using IotAspire.LocalMySql;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MySqlConnector;

namespace IotAspire.Tests.LocalMySql;

/// <summary>Stops, kills and restarts, on servers of the test's own.</summary>
public sealed class ServerLifeTests(MySqlServers servers) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(MySqlServers.Flavors), MemberType = typeof(MySqlServers))]
    public async Task What_was_committed_survives_a_kill_and_the_port_stays(MySqlFlavor flavor)
    {
        await servers.GetAsync(flavor);
        int port;
        await using (var server = await StartAsync(flavor))
        {
            port = server.Port!.Value;
            await ExecuteAsync(server, "create database d; create table d.t (v int); insert into d.t values (42)");
            Processes.Kill(server.ProcessId!.Value);
            await server.Exited.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        }

        await using var restarted = await StartAsync(MySqlFlavor.Any, port);
        Assert.Equal(port, restarted.Port);
        Assert.Equal(42, await ExecuteAsync(restarted, "select v from d.t"));
    }

    [Fact]
    public async Task Disposing_stops_the_server_and_frees_the_directory()
    {
        await servers.GetAsync(MySqlFlavor.Any);
        var server = await StartAsync(MySqlFlavor.Any);
        var started = Stopwatch.GetTimestamp();
        await server.DisposeAsync();

        Assert.False(Processes.IsRunning(server.ProcessId!.Value));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(8), "a clean stop is no kill after the timeout");
        await using var again = await StartAsync(MySqlFlavor.Any);
        Assert.NotEqual(server.ProcessId, again.ProcessId);
    }

    [Fact]
    public async Task A_second_server_on_the_same_directory_is_refused_and_the_first_goes_on()
    {
        await servers.GetAsync(MySqlFlavor.Any);
        await using var first = await StartAsync(MySqlFlavor.Any);

        var exception = await Assert.ThrowsAsync<LocalMySqlException>(() => StartAsync(MySqlFlavor.Any));
        Assert.Contains("in use by another process", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, await ExecuteAsync(first, "select 1"));
    }

    [Fact]
    public async Task Data_of_the_other_flavour_is_refused_with_what_to_do()
    {
        var any = await servers.GetAsync(MySqlFlavor.Any);
        await using (await StartAsync(MySqlFlavor.Any))
        {
        }

        var other = any.Flavor == MySqlFlavor.MariaDb ? MySqlFlavor.MySql : MySqlFlavor.MariaDb;
        var exception = await Assert.ThrowsAsync<MySqlServerNotFoundException>(() => StartAsync(other));
        Assert.Contains($"was made by {(any.Flavor == MySqlFlavor.MariaDb ? "MariaDB" : "MySQL")} {any.Version}", exception.Message, StringComparison.Ordinal);
        Assert.Contains("name another directory, or delete this one", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_named_in_the_message()
    {
        var taken = (await servers.GetAsync(MySqlFlavor.Any)).Port!.Value;

        var exception = await Assert.ThrowsAsync<LocalMySqlException>(() => StartAsync(MySqlFlavor.Any, taken));
        Assert.Contains("exited during startup", exception.Message, StringComparison.Ordinal);
        Assert.Contains(taken.ToString(provider: null), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_given_connection_string_is_used_and_its_server_left_alone()
    {
        var existing = await servers.GetAsync(MySqlFlavor.Any);
        await using (var server = await StartAsync(MySqlFlavor.Any, connectionString: existing.ConnectionString))
        {
            Assert.Equal((existing.Flavor, existing.Version, null), (server.Flavor, server.Version, server.ProcessId));
            Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        }

        Assert.True(Processes.IsRunning(existing.ProcessId!.Value));
    }

    [Theory]
    [InlineData("Server=127.0.0.1;Port=1;Password=secret")]
    [InlineData("this is none, Password=secret")]
    public async Task A_given_connection_string_that_fails_is_said_without_its_password(string connectionString)
    {
        var exception = await Assert.ThrowsAsync<LocalMySqlException>(() => StartAsync(MySqlFlavor.Any, connectionString: connectionString));

        Assert.Contains("given connection string can't be used", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_who_holds_the_port_is_asked_for_anything()
    {
        await servers.GetAsync(MySqlFlavor.Any);
        using var squatter = new TcpListener(IPAddress.Loopback, 0);
        squatter.Start();
        var asked = squatter.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();

        await Assert.ThrowsAsync<LocalMySqlException>(() => StartAsync(MySqlFlavor.Any, ((IPEndPoint)squatter.LocalEndpoint).Port));

        Assert.False(asked.IsCompleted, "somebody connected to the squatter");
        squatter.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => asked);
    }

    // MariaDB logs whom it refuses.
    [Fact]
    public async Task A_clients_name_can_not_drive_the_terminal()
    {
        await servers.GetAsync(MySqlFlavor.MariaDb);
        using var log = new LogLines();
        using var factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log));
        await using var server = await LocalMySqlServer.StartAsync(
            new LocalMySqlOptions { DataDirectory = _folder.Combine("mysql"), Flavor = MySqlFlavor.MariaDb }, factory, TestContext.Current.CancellationToken);
        var stranger = new MySqlConnectionStringBuilder(server.ConnectionString) { UserID = "a\u001b[31m\u202eb", Password = "x", Pooling = false };
        await using var connection = new MySqlConnection(stranger.ConnectionString);

        await Assert.ThrowsAsync<MySqlException>(() => connection.OpenAsync(TestContext.Current.CancellationToken));

        await Eventually.TrueAsync(() => log.All.Any(line => line.Contains("a\uFFFD[31m\uFFFDb", StringComparison.Ordinal)), TimeSpan.FromSeconds(20), "the refusal is logged");
        Assert.DoesNotContain(log.All, line => line.Contains('\u001b', StringComparison.Ordinal) || line.Contains('\u202e', StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(MySqlServers.Flavors), MemberType = typeof(MySqlServers))]
    public async Task The_password_is_another_at_each_start_and_no_other_account_can_sign_in(MySqlFlavor flavor)
    {
        await servers.GetAsync(flavor);
        string first;
        await using (var server = await StartAsync(flavor))
            first = new MySqlConnectionStringBuilder(server.ConnectionString).Password;
        await using var again = await StartAsync(flavor);
        var builder = new MySqlConnectionStringBuilder(again.ConnectionString);
        Assert.NotEqual(first, builder.Password);

        var file = _folder.Combine("stolen");
        await File.WriteAllTextAsync(file, "secret", TestContext.Current.CancellationToken);
        Assert.Equal(DBNull.Value, await ExecuteAsync(again, $"select load_file('{file}')"));
        await Assert.ThrowsAsync<MySqlException>(() => ExecuteAsync(again, $"select 1 into outfile '{_folder.Combine("written")}'"));
        Assert.DoesNotContain(" FILE", (string)(await ExecuteAsync(again, "show grants"))!, StringComparison.Ordinal);
        (builder.UserID, builder.Password) = ("root", "");
        await using var root = new MySqlConnection(builder.ConnectionString);
        await Assert.ThrowsAsync<MySqlException>(() => root.OpenAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0L, Convert.ToInt64(await ExecuteAsync(again, "select count(*) from mysql.user where user = '' or (user = 'root' and host <> 'localhost')"), provider: null));
    }

    private Task<LocalMySqlServer> StartAsync(MySqlFlavor flavor, int port = 0, string? connectionString = null) => LocalMySqlServer.StartAsync(
        new LocalMySqlOptions { DataDirectory = _folder.Combine("mysql"), Flavor = flavor, Port = port, ConnectionString = connectionString },
        NullLoggerFactory.Instance,
        TestContext.Current.CancellationToken);

    private static async Task<object?> ExecuteAsync(LocalMySqlServer server, string sql)
    {
        var connectionString = new MySqlConnectionStringBuilder(server.ConnectionString) { Pooling = false }.ConnectionString;
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new MySqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
