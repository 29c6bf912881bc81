using System.Text.Json;
using System.Text.RegularExpressions;
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
    public async Task Each_service_signs_in_as_itself_and_only_a_job_as_the_administrator()
    {
        var resources = await PublishAsync();

        string UserOf(string name) => Regex.Match(EnvironmentOf(resources, name).GetProperty("ConnectionStrings__iotdb").GetString()!, @"User ID=\{([\w-]+)\.outputs\.principalName\}").Groups[1].Value;
        Assert.Equal("api-id", UserOf("api"));
        Assert.Equal("mysql-admin-id", UserOf("mysql-users"));
        Assert.Equal("users", Assert.Single(resources.GetProperty("mysql-users").GetProperty("args").EnumerateArray()).GetString());
        Assert.Equal("{api-id.outputs.principalName}", EnvironmentOf(resources, "aggregator").GetProperty("Aggregator__ApiUser").GetString());
        foreach (var (setting, identity) in new[] { ("Aggregator", "aggregator-id"), ("Api", "api-id") })
        {
            Assert.Equal($"{{{identity}.outputs.principalName}}", EnvironmentOf(resources, "mysql-users").GetProperty($"Users__{setting}__Name").GetString());
            Assert.Equal($"{{{identity}.outputs.clientId}}", EnvironmentOf(resources, "mysql-users").GetProperty($"Users__{setting}__ClientId").GetString());
        }

        Assert.Equal("{mysql-admin-id.outputs.clientId}", ParametersOf(resources).GetProperty("administratorClientId").GetString());
        foreach (var service in new[] { "generator", "aggregator", "api" })
            Assert.DoesNotContain("mysql-admin-id", resources.GetProperty(service).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MySql_has_a_public_endpoint_unless_told_otherwise()
    {
        var byDefault = await PublishAsync();
        Assert.False(byDefault.TryGetProperty("network", out _));
        Assert.False(ParametersOf(byDefault).TryGetProperty("delegatedSubnetId", out _));

        var isPrivate = await PublishAsync(new() { ["Parameters__private-network"] = "true" });
        Assert.EndsWith("infra/network.bicep", isPrivate.GetProperty("network").GetProperty("path").GetString()!.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Equal("{network.outputs.mysqlSubnetId}", ParametersOf(isPrivate).GetProperty("delegatedSubnetId").GetString());
        Assert.Equal("{network.outputs.privateDnsZoneId}", ParametersOf(isPrivate).GetProperty("privateDnsZoneId").GetString());
        Assert.Contains("{network.outputs.appsSubnetId}", isPrivate.GetProperty("env").GetRawText(), StringComparison.Ordinal);
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

    private static JsonElement EnvironmentOf(JsonElement resources, string name) => resources.GetProperty(name).GetProperty("env");

    private static JsonElement ParametersOf(JsonElement resources) => resources.GetProperty("mysql").GetProperty("params");

    private static async Task<JsonElement> PublishAsync(Dictionary<string, string?>? environment = null)
    {
        using var folder = new TemporaryFolder();
        var manifest = Path.Combine(folder.Path, "manifest.json");
        var result = await RunAsync(manifest, environment ?? []);
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
