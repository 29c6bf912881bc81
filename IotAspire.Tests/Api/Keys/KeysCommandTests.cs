using System.Net;
using IotAspire.Api.Keys;
using IotAspire.ChildProcesses;
using IotAspire.Tests.EndToEnd;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api.Keys;

/// <summary>The API's executable as whoever runs it uses it.</summary>
public sealed class KeysCommandTests(MySqlServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_made_listed_used_and_revoked()
    {
        await using var api = await RunningApi.StartAsync(servers);
        var database = api.Database.ConnectionString;

        var created = await RunAsync(database, "create", "Größe; \"quoted\"", "--expires", "90d", "--scopes", "read,operate");
        var key = Assert.Single(created.Output, line => !line.IsError).Text;
        Assert.Equal(0, created.ExitCode);
        Assert.True(KeyToken.HasForm(key), key);
        using var client = api.CreateClient(key);
        using (var response = await client.GetAsync("/api/v1/sensors", Token))
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        Assert.Equal(Convert.ToHexString(KeyHash.Of(key).ToBytes()), await api.Database.ScalarAsync("SELECT HEX(`key_hash`) FROM `api_keys` WHERE `name` LIKE 'Größe%'"));
        var id = (uint)(await api.Database.ScalarAsync("SELECT `id` FROM `api_keys` WHERE `name` LIKE 'Größe%'"))!;
        var listed = await RunAsync(database, "list");
        Assert.Equal((0, 2), (listed.ExitCode, listed.Output.Count));
        Assert.Matches("\tvalid until \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ\tread,operate\tnever used\tGröße; \"quoted\"", listed.Text);
        Assert.DoesNotContain("iot_", listed.Text, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync(database, "revoke", $"{id}")).ExitCode);
        Assert.Equal(1, (await RunAsync(database, "revoke", $"{id}")).ExitCode);
        Assert.Contains("revoked", (await RunAsync(database, "list")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("create", "hid\u202eden")]
    [InlineData("create", "one", "--scopes", "read,all")]
    [InlineData("revoke", "-1")]
    public async Task Wrong_usage_is_explained(params string[] arguments)
    {
        var result = await RunAsync("Server=localhost;Database=none", arguments);

        Assert.Equal(64, result.ExitCode);
        Assert.Contains("IotAspire.Api keys ", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_needs_no_settings()
    {
        var help = await RunAsync(null, "create", "--help");

        Assert.Equal(0, help.ExitCode);
        Assert.Contains("--expires <WHEN>", help.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Required argument missing for option: '--scopes'.", "--scopes")]
    [InlineData("'names'", "names")]
    [InlineData("Option '--scopes' expects a single argument but 2 were provided.", "--scopes", "read", "--scopes", "write")]
    [InlineData("--scopes is 'read,all', must be some of ", "--scopes", "read,all")]
    [InlineData("--expires is '2020-01-01', must be", "--expires", "2020-01-01")]
    [InlineData("--expires is '0d', must be", "--expires", "0d")]
    [InlineData("--expires is '', must be", "--expires", "")]
    public void A_wrong_option_is_named(string expected, params string[] options)
    {
        var result = KeysCommand.Create(() => throw new InvalidOperationException(), TimeProvider.System).Parse([KeysCommand.Name, "create", "one", .. options]);

        Assert.Contains(expected, Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_keeps_it_from_working_is_said_in_a_line()
    {
        var withoutSchema = await RunAsync(await servers.CreateDatabaseAsync(), "list");
        var withoutServer = await RunAsync("Server=127.0.0.1;Port=1;User ID=iot;Database=none;Connection Timeout=3", "create", "one");
        var withoutSetting = await RunAsync(null, "list");

        Assert.Equal((1, 1, 78), (withoutSchema.ExitCode, withoutServer.ExitCode, withoutSetting.ExitCode));
        Assert.Contains("Start the Aggregator once", withoutSchema.Text, StringComparison.Ordinal);
        Assert.Contains("The database can't be used", withoutServer.Text, StringComparison.Ordinal);
        Assert.Contains("Configuration error: ConnectionStrings__iotdb", withoutSetting.Text, StringComparison.Ordinal);
        Assert.All([withoutSchema, withoutServer, withoutSetting], result => Assert.DoesNotContain("   at ", result.Text, StringComparison.Ordinal));
    }

    private static async Task<ChildProcessResult> RunAsync(string? connectionString, params string[] arguments)
    {
        using var children = new ChildProcessHost();
        return await children.RunAsync(
            new("dotnet", [BuiltAssembly.PathOf("IotAspire.Api"), KeysCommand.Name, .. arguments])
            {
                Environment = new Dictionary<string, string?> { ["ConnectionStrings__iotdb"] = connectionString },
            },
            Token);
    }
}
