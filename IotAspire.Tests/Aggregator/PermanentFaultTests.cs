using IotAspire.Tests.Support;
using MySqlConnector;
using static IotAspire.Tests.Aggregator.PublishedReadings;

namespace IotAspire.Tests.Aggregator;

/// <summary>What only a person can mend ends the service, so that its host says so; it doesn't try for ever.</summary>
public sealed class PermanentFaultTests(MySqlServers servers)
{
    private const string Stops = "The service stops because of an error that it can't recover from";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refused_password_ends_the_service_with_an_error()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        var wrong = new MySqlConnectionStringBuilder(pipeline.Database.ConnectionString) { Password = "not-the-password" }.ConnectionString;
        await using var aggregator = AggregatorProcess.Start(pipeline.HubConnectionString, wrong);

        Assert.Equal(1, await aggregator.Exited.WaitAsync(Deadline, Token));

        Assert.Contains(Stops, aggregator.Output, StringComparison.Ordinal);
        Assert.Contains("Access denied", aggregator.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-password", aggregator.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_table_ends_the_service_with_an_error_and_the_other_partitions_give_up_their_claims()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        await using var aggregator = pipeline.StartAggregatorProcess();
        await pipeline.CheckpointsAsync(row => row.CaughtUpAt is not null, "running");
        await pipeline.Database.ExecuteAsync("DROP TABLE `rollups_1d`");

        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now, 1));

        Assert.Equal(1, await aggregator.Exited.WaitAsync(Deadline, Token));
        Assert.Contains(Stops, aggregator.Output, StringComparison.Ordinal);
        Assert.Contains("rollups_1d", aggregator.Output, StringComparison.Ordinal);
        var checkpoints = await pipeline.CheckpointsAsync();
        Assert.Equal(3, checkpoints.Count(row => row.Owner is null));
        Assert.All(checkpoints, row => Assert.Null(row.SequenceNumber), throwIfEmpty: true);
        Assert.Empty(await pipeline.Database.ReadingsAsync());
    }

    [Fact]
    public async Task A_server_whose_settings_would_spoil_data_ends_the_service_with_an_error()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        await using var server = await OwnServer.StartAsync(servers);
        await server.ExecuteAsync("SET GLOBAL autocommit = 0");
        await using var aggregator = AggregatorProcess.Start(pipeline.HubConnectionString, await server.CreateDatabaseAsync());

        Assert.Equal(1, await aggregator.Exited.WaitAsync(Deadline, Token));

        Assert.Contains("autocommit must be 1", aggregator.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_an_early_version_ends_the_service_as_wrong_configuration_does()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        await pipeline.Database.Migrator.MigrateAsync(Token);
        await pipeline.Database.ExecuteAsync("UPDATE `__EFMigrationsHistory` SET `MigrationId` = '20261123220419_Initial'");
        await using var aggregator = AggregatorProcess.Start(pipeline.HubConnectionString, pipeline.Database.ConnectionString);

        Assert.Equal(78, await aggregator.Exited.WaitAsync(Deadline, Token));
        Assert.Contains("Configuration error: The database was created by an early version", aggregator.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_key_of_the_hub_ends_the_service_with_an_error()
    {
        await using var pipeline = await TestPipeline.StartAsync(servers);
        await using var aggregator = AggregatorProcess.Start(
            pipeline.HubConnectionString.Replace("SAS_KEY_VALUE", "another", StringComparison.Ordinal), pipeline.Database.ConnectionString);

        Assert.Equal(1, await aggregator.Exited.WaitAsync(Deadline, Token));
        Assert.Contains(Stops, aggregator.Output, StringComparison.Ordinal);
    }
}
