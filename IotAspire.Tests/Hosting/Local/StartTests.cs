using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using IotAspire.LocalMySql;
using IotAspire.Tests.Support;
using MySqlConnector;

namespace IotAspire.Tests.Hosting.Local;

/// <summary>Orchestrator, servers and consumer, really started.</summary>
public sealed class StartTests(MySqlServers machine)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_goes_through_the_hub_and_the_consumer_into_the_database()
    {
        await RequireServerAsync();
        await using var servers = await RunningServers.StartExampleAsync();

        await servers.PublishAsync("three apples");

        await Eventually.Async(() => OrdersAsync(servers), orders => orders is ["three apples"], Soon, "the consumer's row");
    }

    [Fact]
    public async Task Applications_run_side_by_side_in_one_process_and_know_nothing_of_each_other()
    {
        await RequireServerAsync();
        var all = await Task.WhenAll(RunningServers.StartAsync(), RunningServers.StartAsync());
        try
        {
            foreach (var (index, servers) in all.Index())
            {
                await servers.PublishAsync($"event {index}", partition: "0");
                await servers.QueryAsync($"create table t (v int); insert into t values ({index})");
            }

            foreach (var (index, servers) in all.Index())
            {
                Assert.Equal([$"event {index}"], await servers.EventsAsync("0"));
                Assert.Equal([$"{index}"], await servers.QueryAsync("select v from t"));
            }
        }
        finally
        {
            foreach (var servers in all)
                await servers.DisposeAsync();
        }
    }

    [Fact]
    public async Task Data_folders_keep_events_and_rows_though_the_password_is_another()
    {
        await RequireServerAsync();
        using var folder = new TemporaryFolder();
        await using (var first = await StartAsync(folder, "it's \\ one"))
        {
            Assert.StartsWith("mysql://iotaspire:it%27s%20%5C%20one@localhost:", await first.PropertyAsync("shop", "Uri"), StringComparison.Ordinal);
            await first.PublishAsync("kept", partition: "1");
            await first.QueryAsync("create table t (v int); insert into t values (42)");
        }

        await using var second = await StartAsync(folder, "another one");

        Assert.Equal(["kept"], await second.EventsAsync("1", "billing"));
        Assert.Equal(["42"], await second.QueryAsync("select v from t"));
    }

    [Fact]
    public async Task An_account_can_do_what_it_was_given_in_its_database_and_nothing_else()
    {
        await RequireServerAsync();
        await using var servers = await RunningServers.StartAsync(configureMySql: mysql =>
        {
            var shop = mysql.ApplicationBuilder.CreateResourceBuilder(mysql.Resource.Databases.Single());
            mysql.AddDatabase("other");
            shop.AddAccount("owner", ownsDatabase: true);
            shop.AddAccount("clerk");
        });
        await servers.HealthyAsync("owner");
        await servers.HealthyAsync("clerk");

        await servers.QueryAsync("create table t (v int); insert into t values (42)", "owner");
        foreach (var refused in new[] { "create table other.t (v int)", "create user u", "select v from t into outfile '/tmp/t'", "select load_file('/etc/hostname') from mysql.user" })
            await Assert.ThrowsAsync<MySqlException>(() => servers.QueryAsync(refused, "owner"));
        await Assert.ThrowsAsync<MySqlException>(() => servers.QueryAsync("select v from t", "clerk"));
        await servers.QueryAsync("grant select on t to clerk", "owner");

        Assert.Equal(["42"], await servers.QueryAsync("select v from t", "clerk"));
        // Over the socket.
        Assert.Equal(["clerk@localhost"], await servers.QueryAsync("select user()", "clerk"));
    }

    [Fact]
    public async Task Whoever_holds_the_servers_port_is_told_nothing()
    {
        await RequireServerAsync();
        using var squatter = new TcpListener(IPAddress.Loopback, 0);
        squatter.Start();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.LocalServers_AppHost>([], Token);
        builder.Resources.Remove(builder.Resources.Single(resource => resource.Name == "consumer"));
        var mysql = builder.CreateResourceBuilder(builder.Resources.OfType<LocalMySqlResource>().Single())
            .WithEndpoint("tcp", endpoint => endpoint.Port = endpoint.TargetPort = ((IPEndPoint)squatter.LocalEndpoint).Port);
        await using var app = await builder.BuildAsync(Token);

        await app.StartAsync(Token).WaitAsync(RunningServers.StartTime, Token);
        await app.ResourceNotifications.WaitForResourceAsync(mysql.Resource.Name, KnownResourceStates.TerminalStates, Token).WaitAsync(RunningServers.StartTime, Token);

        Assert.False(squatter.Pending());
    }

    [Fact]
    public async Task A_server_started_again_has_its_port_its_databases_and_the_state_of_what_it_holds()
    {
        await RequireServerAsync();
        await using var servers = await RunningServers.StartAsync();
        var address = await servers.ConnectionStringAsync("shop");
        await servers.QueryAsync("create table t (v int)");

        var stopped = await servers.App.ResourceCommands.ExecuteCommandAsync("mysql", KnownResourceCommands.StopCommand, Token);
        Assert.True(stopped.Success, stopped.Message);
        await Eventually.TrueAsync(() => servers.StateOf("shop") == servers.StateOf("mysql") && servers.StateOf("shop") != "Running", Soon, "database stopped with its server");
        var started = await servers.App.ResourceCommands.ExecuteCommandAsync("mysql", KnownResourceCommands.StartCommand, Token);
        Assert.True(started.Success, started.Message);
        await Eventually.TrueAsync(() => servers.StateOf("shop") == "Running", Soon, "database runs with its server");

        Assert.Equal(address, await servers.ConnectionStringAsync("shop"));
        // Nothing was to be kept, so it is a new one.
        Assert.Empty(await servers.QueryAsync("show tables"));
    }

    [Fact]
    public async Task What_a_server_holds_fails_to_start_with_it()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.LocalServers_AppHost>([], Token);
        builder.CreateResourceBuilder(builder.Resources.OfType<LocalEventHubsResource>().Single()).WithArgs(_ => throw new DistributedApplicationException("no program"));

        await using var app = await builder.BuildAsync(Token);
        await app.StartAsync(Token);

        await app.ResourceNotifications.WaitForResourceAsync("orders", KnownResourceStates.FailedToStart, Token).WaitAsync(Soon, Token);
    }

    private static Task<RunningServers> StartAsync(TemporaryFolder folder, string password) => RunningServers.StartAsync(
        hubs => hubs.ApplicationBuilder.CreateResourceBuilder(hubs.WithDataFolder(folder.Combine("hub")).Resource.Hubs.Single()).AddConsumerGroup("orders-billing", "billing"),
        mysql => mysql.WithDataFolder(folder.Combine("mysql")).ApplicationBuilder.Configuration["Parameters:mysql-password"] = password);

    private static async Task<IReadOnlyList<string>> OrdersAsync(RunningServers servers) =>
        (await servers.QueryAsync("show tables")).Count == 0 ? [] : await servers.QueryAsync("select body from orders");

    // Skips the test where none can be had.
    private Task<LocalMySqlServer> RequireServerAsync() => machine.GetAsync(MySqlFlavor.Any);
}
