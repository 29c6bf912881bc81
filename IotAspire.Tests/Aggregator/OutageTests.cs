using System.Net;
using IotAspire.LocalMySql;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;
using MySqlConnector;
using static IotAspire.Tests.Aggregator.PublishedReadings;

namespace IotAspire.Tests.Aggregator;

/// <summary>The hub or the database goes away and comes back.</summary>
public sealed class OutageTests(MySqlServers servers)
{
    private const int DatabaseFailed = 2001;
    private const int EventHubFailed = 2011;
    private const int LoadDataForbidden = 3502;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    [Fact]
    public async Task A_hub_that_drops_connections_or_restarts_costs_nothing()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        await using var aggregator = pipeline.StartAggregator(new KeyValuePair<string, string>("Aggregator:ReadingsPerBatch", "5"));
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-30), 50));
        await pipeline.VerifyStoredAsync();
        for (var i = 0; i < 3; i++)
        {
            await pipeline.Hub.DropConnectionsAsync();
            await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(i - 20), 50));
        }

        await pipeline.VerifyStoredAsync();
        Assert.NotEmpty(aggregator.Log.Of(EventHubFailed));

        var failures = aggregator.Log.Of(EventHubFailed).Count;
        await pipeline.RestartHubAsync(whileDown: () =>
            Assert.True(SpinWait.SpinUntil(() => aggregator.Log.Of(EventHubFailed).Count > failures + 4, Deadline), "it tries again and again"));
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-2), 50));
        await pipeline.VerifyStoredAsync();
        Assert.All(await pipeline.CheckpointsAsync(), row => Assert.Equal((1u, 1L), (row.Epoch, row.OwnerLevel)), throwIfEmpty: true);
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_database_that_is_killed_or_stopped_and_comes_back_costs_nothing(MySqlFlavor flavor)
    {
        await using var server = await OwnServer.StartAsync(servers, flavor);
        await using var pipeline = await TestPipeline.StartAsync(IngestDatabase.Open(await server.CreateDatabaseAsync()));
        await using var aggregator = pipeline.StartAggregator(new KeyValuePair<string, string>("Aggregator:ReadingsPerBatch", "1"));
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-30), 300));
        await pipeline.CheckpointsAsync(row => row.Owner is not null, "all partitions owned");

        await FailsAsync(aggregator, server.KillAsync);
        await server.RestartAsync();
        await pipeline.VerifyStoredAsync();

        await pipeline.Published.PublishSinglyAsync(Series("deposit-temperature", Now.AddMinutes(-20), 300));
        await FailsAsync(aggregator, () => server.StopAsync().AsTask());
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-10), 20));
        await server.RestartAsync();
        await pipeline.VerifyStoredAsync();
    }

    [Fact]
    public async Task Neither_hub_nor_database_need_to_be_there_at_the_start()
    {
        await using var server = await OwnServer.StartAsync(servers);
        await using var pipeline = await TestPipeline.StartAsync(IngestDatabase.Open(await server.CreateDatabaseAsync()));
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now, 5));
        await server.StopAsync();
        RunningAggregator? started = null;
        await pipeline.RestartHubAsync(whileDown: () =>
        {
            started = pipeline.StartAggregator();
            Assert.True(SpinWait.SpinUntil(() => started.Log.Of(DatabaseFailed).Count > 1, Deadline), "it tries again, and says so");
        });

        await using var aggregator = started!;
        // The Api starts when it is healthy, and needs its tables and rights then.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await aggregator.HealthAsync());
        await server.RestartAsync();
        await pipeline.VerifyStoredAsync();
        Assert.Equal(HttpStatusCode.OK, await aggregator.HealthAsync());
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_database_that_only_reads_for_a_while_as_in_a_failover_costs_nothing(MySqlFlavor flavor)
    {
        await using var server = await OwnServer.StartAsync(servers, flavor);
        var database = new MySqlConnectionStringBuilder(await server.CreateDatabaseAsync());
        // The server's own account is privileged to write all the same.
        await server.ExecuteAsync("CREATE USER 'app'@'%' IDENTIFIED BY 'app'");
        await server.ExecuteAsync($"GRANT ALL ON `{database.Database}`.* TO 'app'@'%'");
        (database.UserID, database.Password) = ("app", "app");
        await using var pipeline = await TestPipeline.StartAsync(IngestDatabase.Open(database.ConnectionString));
        await using var aggregator = pipeline.StartAggregator();
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-30), 20));
        await pipeline.VerifyStoredAsync();

        await FailsAsync(aggregator, () => server.ExecuteAsync("SET GLOBAL read_only = 1"));
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now.AddMinutes(-20), 20));
        await server.ExecuteAsync("SET GLOBAL read_only = 0");

        await pipeline.VerifyStoredAsync();
        Assert.Empty(aggregator.Log.Of(LoadDataForbidden));
    }

    // Twice: it tries again. Counted from before the outage, since nothing more may fail for ten seconds once the pauses have grown.
    private static async Task FailsAsync(RunningAggregator aggregator, Func<Task> outage)
    {
        var before = aggregator.Log.Of(DatabaseFailed).Count;
        await outage();
        await Eventually.TrueAsync(() => aggregator.Log.Of(DatabaseFailed).Count > before + 1, Deadline, "the database's failure is noticed");
    }
}
