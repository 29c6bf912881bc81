using IotAspire.Api.Keys;
using IotAspire.LocalMySql;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Queries;
using IotAspire.Storage.Schema;
using IotAspire.Tests.Support;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;

namespace IotAspire.Tests.Storage;

/// <summary>What the Api's own user in MySQL may do. Only a MySQL of Azure makes such a user; its rights are any user's.</summary>
public sealed class ApiAccountTests(MySqlServers servers)
{
    private const string User = "api_id-1234567890abc";
    private const string Password = "only for a test";

    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Flavors))]
    public async Task It_can_do_what_requests_do_and_nothing_else(MySqlFlavor flavor)
    {
        await using var database = await IngestDatabase.CreateAsync(servers, flavor);
        await database.ExecuteAsync($"DROP USER IF EXISTS '{User}'; CREATE USER '{User}'@'%' IDENTIFIED BY '{Password}'");
        foreach (var grant in ApiAccount.Grants(database.Name, User))
            await database.ExecuteAsync(grant);
        await database.ExecuteAsync("INSERT INTO `sensors` (`sensor_id`, `type`, `unit`, `origin`) VALUES ('shed-temperature', 'temperature', '°C', 1)");
        var (ownership, start) = await database.OwnAsync();
        await database.Writer.WriteAsync(Batches.Next(ownership, start, Batches.Reading(1, 20)), Token);
        await using var asApi = new MySqlDataSource(new MySqlConnectionStringBuilder(database.ConnectionString) { UserID = User, Password = Password }.ConnectionString);

        var keys = new ApiKeyStore(asApi, TimeProvider.System);
        var key = await keys.CreateAsync("mine", KeyHash.Of(KeyToken.Create()), KeyScopes.Read, null, Token);
        Assert.Single(await keys.ListAsync(Token));
        await keys.RevokeAsync(key!.Value, Token);
        Assert.Equal(SensorRemovalOutcome.Removed, (await new SensorRemoval(asApi).RemoveAsync("shed-temperature", Token)).Outcome);
        foreach (var table in new[] { "readings", "rollups_1m", "rollups_1h", "rollups_1d", "checkpoints", "dead_letters", "retention" })
            await ExecuteAsync(asApi, $"SELECT COUNT(*) FROM `{table}`");

        string[] refused =
        [
            "DELETE FROM `readings`", "UPDATE `readings` SET `value` = 0", "DELETE FROM `rollups_1d`", "UPDATE `checkpoints` SET `sequence_number` = 0",
            "DELETE FROM `api_keys`", "DROP TABLE `readings`", "CREATE TABLE `mine` (`id` int)", "ALTER TABLE `sensors` ADD `mine` int",
            "CREATE USER 'another'@'%' IDENTIFIED BY 'x'", "UPDATE `retention` SET `raw_cutoff` = '2030-01-01'",
            "UPDATE `retention` SET `sensors_generation` = 7", "DELETE FROM `sensors` WHERE `sensor_id` = 'kitchen-temperature'",
        ];
        foreach (var statement in refused)
            await Assert.ThrowsAsync<MySqlException>(() => ExecuteAsync(asApi, statement));
        await ExecuteAsync(asApi, "CALL `remove_sensor`('kitchen-temperature')");
        Assert.Equal(1, await database.QueryAsync(db => db.Sensors.CountAsync(Token)));
        await database.ExecuteAsync($"DROP USER '{User}'");
    }

    [Fact]
    public void Its_name_can_leave_no_quotes()
    {
        Assert.All(ApiAccount.Grants("iot`db", "o'api"), grant => Assert.EndsWith(@"TO 'o\'api'@'%'", grant, StringComparison.Ordinal), throwIfEmpty: true);
        Assert.StartsWith(@"GRANT SELECT ON `iot``\_db`.* ", ApiAccount.Grants("iot`_db", "o'api")[0], StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(MySqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteScalarAsync(Token);
    }
}
