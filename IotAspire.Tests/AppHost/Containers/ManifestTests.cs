using System.Text.Json;
using IotAspire.ChildProcesses;
using IotAspire.Tests.EndToEnd;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.AppHost.Containers;

/// <summary>The application model in publish mode, by the command that azd runs; it needs no orchestrator.</summary>
public sealed class ManifestTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MySql_is_a_server_of_its_own_template_and_no_container()
    {
        var resources = await PublishAsync();

        Assert.Equal("{mysql-identity.outputs.id}", resources.GetProperty("mysql").GetProperty("params").GetProperty("serverIdentityId").GetString());
        var mysql = resources.GetProperty("mysql");
        Assert.Equal("azure.bicep.v0", mysql.GetProperty("type").GetString());
        Assert.EndsWith("infra/mysql.bicep", mysql.GetProperty("path").GetString()!.Replace('\\', '/'), StringComparison.Ordinal);
        var iotdb = resources.GetProperty("iotdb").GetProperty("connectionString").GetString()!;
        Assert.Contains("Server={mysql.outputs.host};Port=3306;Database=iotdb;User ID={aggregator-id.outputs.principalName};SslMode=VerifyFull", iotdb, StringComparison.Ordinal);
        Assert.DoesNotContain("Password", iotdb, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(resources.EnumerateObject(), resource => TypeOf(resource.Value).StartsWith("container.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_services_keep_the_configuration_keys_of_run_mode()
    {
        var resources = await PublishAsync();

        var environment = resources.GetProperty("aggregator").GetProperty("env");
        Assert.Equal("{telemetry.connectionString}", environment.GetProperty("ConnectionStrings__telemetry").GetString());
        Assert.Equal("{iotdb.connectionString}", environment.GetProperty("ConnectionStrings__iotdb").GetString());
        Assert.True(environment.TryGetProperty("APPLICATIONINSIGHTS_CONNECTION_STRING", out _));
        Assert.False(environment.TryGetProperty("Catalogue__Path", out _), "the container's own copy counts");
    }

    [Fact]
    public async Task The_api_signs_in_as_itself_and_the_aggregator_makes_it_a_user()
    {
        var resources = await PublishAsync();

        var api = resources.GetProperty("api").GetProperty("env");
        Assert.Equal(
            "Server={mysql.outputs.host};Port=3306;Database=iotdb;User ID={api-id.outputs.principalName};SslMode=VerifyFull",
            api.GetProperty("ConnectionStrings__iotdb").GetString());
        var aggregator = resources.GetProperty("aggregator").GetProperty("env");
        Assert.Equal("{api-id.outputs.principalName}", aggregator.GetProperty("Aggregator__ApiUser").GetString());
        Assert.Equal("{api-id.outputs.clientId}", aggregator.GetProperty("Aggregator__ApiUserClientId").GetString());
        Assert.Equal("{aggregator-id.outputs.clientId}", resources.GetProperty("mysql").GetProperty("params").GetProperty("identityClientId").GetString());
    }

    [Fact]
    public async Task A_wrong_number_of_partitions_ends_with_what_is_allowed()
    {
        using var folder = new TemporaryFolder();
        var result = await RunAsync(Path.Combine(folder.Path, "manifest.json"), new() { ["Parameters__partitions"] = "many" });

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("Parameters:partitions is 'many', must be a whole number from 1 to 1024", result.Text, StringComparison.Ordinal);
    }

    private static string TypeOf(JsonElement resource) => resource.TryGetProperty("type", out var type) ? type.GetString()! : "";

    private static async Task<JsonElement> PublishAsync()
    {
        using var folder = new TemporaryFolder();
        var manifest = Path.Combine(folder.Path, "manifest.json");
        var result = await RunAsync(manifest, []);
        Assert.True(result.ExitCode == 0, result.Text);
        using var stream = File.OpenRead(manifest);
        return (await JsonSerializer.DeserializeAsync<JsonElement>(stream, cancellationToken: Token)).GetProperty("resources");
    }

    private static async Task<ChildProcessResult> RunAsync(string manifest, Dictionary<string, string?> environment)
    {
        using var children = new ChildProcessHost();
        return await children.RunAsync(
            new("dotnet", [BuiltAssembly.PathOf("IotAspire.AppHost"), "--publisher", "manifest", "--output-path", manifest]) { Environment = environment }, Token);
    }
}
