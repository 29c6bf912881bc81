using IotAspire.ChildProcesses;
using IotAspire.LocalMySql;
using IotAspire.Storage.Schema;
using IotAspire.Tests.EndToEnd;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using MySqlConnector;

namespace IotAspire.Tests.Storage;

/// <summary>
/// The users that the administrator of a MySQL of Azure makes. Here they sign in with a password, which is all that differs: only Azure
/// knows its statement for an identity.
/// </summary>
public sealed class DatabaseUsersTests(MySqlServers servers)
{
    private const string Password = "only for a test";

    private static readonly IdentityUser Aggregator = new("aggregator_id-12345678abc", Guid.Parse("9c6a1f0e-0000-4000-8000-00000000000a"));
    private static readonly IdentityUser Api = new("api_id-12345678abc", Guid.Parse("9c6a1f0e-0000-4000-8000-00000000000b"));

    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Flavors))]
    public async Task The_aggregator_can_do_its_work_and_nothing_outside_its_database(MySqlFlavor flavor)
    {
        await using var administrator = await IngestDatabase.CreateAsync(servers, flavor, migrate: false);
        await using var other = await IngestDatabase.CreateAsync(servers, flavor, migrate: false);
        await other.ExecuteAsync("CREATE TABLE `theirs` (`id` int)");
        await CreateAsync(administrator);
        await using var asAggregator = IngestDatabase.Open(SignedInAs(administrator, Aggregator));

        await asAggregator.Migrator.MigrateAsync(Token);
        await new ServerSettings(asAggregator.DataSource).VerifyAsync(Token);
        await new ApiAccount(asAggregator.DataSource).GrantAsync(Api.Name, Token);
        await asAggregator.Sensors.StoreCatalogueAsync(new([]), Token);
        await new PartitionKeeper(asAggregator.DataSource, TimeProvider.System, NullLogger<PartitionKeeper>.Instance).KeepAsync(TimeSpan.FromDays(90), TimeSpan.FromDays(365), Token);
        var (ownership, checkpoint) = await asAggregator.OwnAsync();
        await asAggregator.Writer.WriteAsync(Batches.Next(ownership, checkpoint, Batches.Reading(0, 21)), Token);
        Assert.Single(await asAggregator.ReadingsAsync());

        await using var asApi = IngestDatabase.Open(SignedInAs(administrator, Api));
        Assert.Single(await asApi.ReadingsAsync());
        await asApi.ExecuteAsync("UPDATE `api_keys` SET `name` = `name`");
        await Assert.ThrowsAsync<MySqlException>(() => asApi.ExecuteAsync("DELETE FROM `readings`"));

        string[] refused =
        [
            "CREATE USER 'another'@'%' IDENTIFIED BY 'x'", $"DROP USER '{Api.Name}'@'%'", $"SELECT * FROM `{other.Name}`.`theirs`", $"DROP DATABASE `{other.Name}`",
            "CREATE DATABASE `another`", $"GRANT SELECT ON `{other.Name}`.* TO '{Api.Name}'@'%'", $"GRANT SELECT ON *.* TO '{Api.Name}'@'%'",
            "SELECT * FROM `mysql`.`user`", "SET GLOBAL local_infile = OFF",
            // Its database's name as a pattern.
            $"CREATE DATABASE `{administrator.Name.Replace('_', 'x')}`",
        ];
        foreach (var statement in refused)
            await Assert.ThrowsAsync<MySqlException>(() => asAggregator.ExecuteAsync(statement));
        await DropAsync(administrator);
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task Made_again_over_tables_that_are_there_the_users_have_all_their_rights(MySqlFlavor flavor)
    {
        await using var administrator = await IngestDatabase.CreateAsync(servers, flavor);
        await CreateAsync(administrator);
        await CreateAsync(administrator);

        await using var asAggregator = IngestDatabase.Open(SignedInAs(administrator, Aggregator));
        await asAggregator.ExecuteAsync("CREATE TABLE `mine` (`id` int)");
        await using var asApi = IngestDatabase.Open(SignedInAs(administrator, Api));
        await asApi.ExecuteAsync("UPDATE `api_keys` SET `name` = `name`");
        await DropAsync(administrator);
    }

    [Fact]
    public void A_name_can_leave_no_quotes()
    {
        Assert.Equal(
            @"SET aad_auth_validate_oids_in_tenant = OFF; CREATE AADUSER 'o\'api' IDENTIFIED BY '9c6a1f0e-0000-4000-8000-00000000000b'",
            DatabaseUsers.Creation(Api with { Name = "o'api" }));
        Assert.Equal(@"GRANT ALL PRIVILEGES ON `iot``\_db`.* TO 'o\'api'@'%' WITH GRANT OPTION", DatabaseUsers.Ownership("iot`_db", "o'api"));
    }

    [Theory]
    [InlineData(null, 64, "Users:Api:Name")]
    [InlineData("not a guid", 64, "Users:Api:Name")]
    [InlineData("9c6a1f0e-0000-4000-8000-00000000000b", 1, "iotdb")]
    public async Task The_job_says_what_it_lacks(string? clientId, int exitCode, string expected)
    {
        using var children = new ChildProcessHost();
        var run = await children.RunAsync(
            new("dotnet", [BuiltAssembly.PathOf("IotAspire.Aggregator"), "users"])
            {
                Environment = new Dictionary<string, string?>
                {
                    ["Users__Aggregator__Name"] = Aggregator.Name,
                    ["Users__Aggregator__ClientId"] = Aggregator.ClientId.ToString(),
                    ["Users__Api__Name"] = Api.Name,
                    ["Users__Api__ClientId"] = clientId,
                },
            },
            Token);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(expected, run.Text, StringComparison.Ordinal);
    }

    private static Task CreateAsync(IngestDatabase administrator) => new DatabaseUsers(administrator.DataSource).CreateAsync(
        Aggregator, Api, user => $"CREATE USER '{user.Name}'@'%' IDENTIFIED BY '{Password}'", Token);

    private static string SignedInAs(IngestDatabase database, IdentityUser user) =>
        new MySqlConnectionStringBuilder(database.ConnectionString) { UserID = user.Name, Password = Password }.ConnectionString;

    private static Task DropAsync(IngestDatabase administrator) => administrator.ExecuteAsync($"DROP USER '{Aggregator.Name}'@'%', '{Api.Name}'@'%'");
}
