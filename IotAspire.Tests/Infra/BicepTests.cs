using System.Text.Json;
using System.Text.RegularExpressions;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Infra;

/// <summary>The templates that publishing to Azure uses; every rule of the linter is an error (infra/bicepconfig.json).</summary>
public sealed class BicepTests
{
    private static readonly string Folder = Repository.PathOf("infra");

    public static TheoryData<string> Templates => [.. Directory.GetFiles(Folder, "*.bicep").Select(path => Path.GetFileName(path))];

    [Theory, MemberData(nameof(Templates))]
    public async Task A_template_compiles_without_any_warning(string template)
    {
        var (exitCode, diagnostics, compiled) = await BicepCommand.BuildAsync(Path.Combine(Folder, template));

        Assert.Empty(diagnostics);
        Assert.Equal(0, exitCode);
        Assert.NotNull(compiled);
    }

    [Fact]
    public async Task A_template_with_something_to_warn_of_fails()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Folder, "bicepconfig.json"), folder.Combine("bicepconfig.json"));
        await File.WriteAllTextAsync(folder.Combine("unused.bicep"), "@description('Read by nobody.')\nparam unused string\n", TestContext.Current.CancellationToken);

        var (exitCode, diagnostics, _) = await BicepCommand.BuildAsync(folder.Combine("unused.bicep"));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("no-unused-params", Assert.Single(diagnostics), StringComparison.Ordinal);
    }

    /// <summary>azd and Aspire declare whatever comes from an AppHost's parameter as a string; another type wouldn't compile there.</summary>
    [Theory, MemberData(nameof(Templates))]
    public async Task Every_parameter_of_a_template_is_a_string(string template)
    {
        var (_, _, compiled) = await BicepCommand.BuildAsync(Path.Combine(Folder, template));

        Assert.All(compiled!.RootElement.GetProperty("parameters").EnumerateObject(), parameter => Assert.Equal("string", parameter.Value.GetProperty("type").GetString()), throwIfEmpty: true);
    }

    [Fact]
    public async Task The_database_template_gives_what_a_connection_string_needs()
    {
        var (_, _, compiled) = await BicepCommand.BuildAsync(Path.Combine(Folder, "mysql.bicep"));

        var required = compiled!.RootElement.GetProperty("parameters").EnumerateObject().Where(each => !each.Value.TryGetProperty("defaultValue", out _));
        Assert.Equal(["administratorClientId", "administratorName", "serverIdentityId"], required.Select(each => each.Name).Order());
        Assert.Equal(["databaseName", "host", "name"], compiled.RootElement.GetProperty("outputs").EnumerateObject().Select(each => each.Name).Order());
    }

    [Fact]
    public async Task A_private_server_has_no_public_endpoint_and_no_firewall_rule()
    {
        var (_, _, compiled) = await BicepCommand.BuildAsync(Path.Combine(Folder, "mysql.bicep"));
        var text = compiled!.RootElement;

        Assert.Equal("[not(empty(parameters('delegatedSubnetId')))]", text.GetProperty("variables").GetProperty("isPrivate").GetString());
        var resources = text.GetProperty("resources").EnumerateArray().ToList();
        var rule = Assert.Single(resources, each => TypeOf(each).EndsWith("/firewallRules", StringComparison.Ordinal));
        Assert.Equal("[not(variables('isPrivate'))]", rule.GetProperty("condition").GetString());
        var server = Assert.Single(resources, each => TypeOf(each) == "Microsoft.DBforMySQL/flexibleServers");
        Assert.Matches(
            @"^\[if\(variables\('isPrivate'\), createObject\(.*'publicNetworkAccess', 'Disabled'\), createObject\('publicNetworkAccess', 'Enabled'\)\)\]$",
            server.GetProperty("properties").GetProperty("network").GetString());
    }

    [Fact]
    public async Task The_network_has_a_subnet_for_each_and_a_zone_that_MySql_takes()
    {
        var (_, _, compiled) = await BicepCommand.BuildAsync(Path.Combine(Folder, "network.bicep"));

        var resources = compiled!.RootElement.GetProperty("resources").EnumerateArray().ToList();
        var network = Assert.Single(resources, each => TypeOf(each) == "Microsoft.Network/virtualNetworks");
        Assert.Equal(
            ["Microsoft.App/environments", "Microsoft.DBforMySQL/flexibleServers"],
            network.GetProperty("properties").GetProperty("subnets").EnumerateArray().Select(subnet =>
                Assert.Single(subnet.GetProperty("properties").GetProperty("delegations").EnumerateArray()).GetProperty("properties").GetProperty("serviceName").GetString()));
        var zone = Assert.Single(resources, each => TypeOf(each) == "Microsoft.Network/privateDnsZones");
        Assert.EndsWith(".mysql.database.azure.com", zone.GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.Single(resources, each => TypeOf(each) == "Microsoft.Network/privateDnsZones/virtualNetworkLinks");
    }

    /// <summary>Read as text, because the half for containers isn't compiled everywhere.</summary>
    [Fact]
    public async Task The_AppHost_gives_no_template_a_parameter_that_it_lacks()
    {
        var used = new HashSet<string>();
        foreach (var source in Directory.GetFiles(Repository.PathOf("IotAspire.AppHost"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText))
        {
            foreach (var template in Names(source, @"AddBicepTemplate\(\s*""([^""]+)"""))
            {
                used.Add($"{template}.bicep");
                var (_, _, compiled) = await BicepCommand.BuildAsync(Path.Combine(Folder, $"{template}.bicep"));

                Assert.Subset(NamesIn(compiled!, "parameters"), Names(source, @"WithParameter\(\s*""([^""]+)"""));
                Assert.Subset(NamesIn(compiled!, "outputs"), Names(source, @"GetOutput\(\s*""([^""]+)"""));
            }
        }

        Assert.Equal(Directory.GetFiles(Folder, "*.bicep").Select(Path.GetFileName).Order(), used.Order());

        static HashSet<string> Names(string source, string pattern) => [.. Regex.Matches(source, pattern).Select(match => match.Groups[1].Value)];
        static HashSet<string> NamesIn(JsonDocument compiled, string part) => [.. compiled.RootElement.GetProperty(part).EnumerateObject().Select(each => each.Name)];
    }

    private static string TypeOf(JsonElement resource) => resource.GetProperty("type").GetString()!;

    /// <summary>azd copies each template alone and, with a main.bicep in this folder, would deploy that one instead of the AppHost.</summary>
    [Fact]
    public void A_template_stands_alone_and_none_is_called_main()
    {
        Assert.DoesNotContain("main", Directory.GetFiles(Folder).Select(Path.GetFileNameWithoutExtension));
        Assert.All(Directory.GetFiles(Folder, "*.bicep"), path => Assert.DoesNotMatch(@"(?m)^\s*(module|import|using)\s", File.ReadAllText(path)), throwIfEmpty: true);
    }
}
