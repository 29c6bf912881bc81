using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using IotAspire.Aggregator;
using IotAspire.Aggregator.Startup;
using IotAspire.Contracts;
using IotAspire.Contracts.Catalogue;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Solution;

/// <summary>
/// The half for containers as far as its files tell, read whichever half is built: its packages come from a feed that a machine may
/// lack, so a break there would otherwise be seen late.
/// </summary>
public sealed partial class ContainersHalfTests
{
    private const string IsContainers = "'$(Servers)' == 'Containers'";

    private static readonly string[] Served = ["Aspire.Hosting", "Aspire.Hosting.AppHost", "Aspire.Hosting.Testing"];

    /// <summary>Seams: folders of the same project of which each half compiles one.</summary>
    public static TheoryData<string> SeamProjects => ["IotAspire.EventHubs", "IotAspire.Storage", "IotAspire.ServiceDefaults"];

    [Fact]
    public void The_packages_that_were_asked_for_are_referenced()
    {
        string[] expected =
        [
            "Aspire.Azure.Messaging.EventHubs", "Aspire.Hosting.Azure.EventHubs", "Aspire.Hosting.MySql", "Aspire.Hosting.Testing",
            "Aspire.Pomelo.EntityFrameworkCore.MySql",
        ];

        var referenced = Projects().SelectMany(project => Packages(Load(project))).Select(package => package.Name).ToHashSet();

        Assert.Subset(referenced, expected.ToHashSet());
    }

    [Fact]
    public void What_a_feed_may_lack_is_the_containers_halfs_alone()
    {
        foreach (var project in Projects())
        {
            var elsewhere = Packages(Load(project)).Where(package => !package.IsContainers && MayLack(package.Name));
            Assert.True(!elsewhere.Any(), $"{project}: {string.Join(", ", elsewhere)}");
        }

        static bool MayLack(string name) => name.StartsWith("Aspire.", StringComparison.Ordinal) && !Served.Contains(name);
    }

    [Fact]
    public void Every_package_has_a_version_and_Aspire_has_one()
    {
        var versions = XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(element => element.Attribute("Include")!.Value, element => element.Attribute("Version")!.Value);

        foreach (var package in Projects().SelectMany(project => Packages(Load(project))).Select(package => package.Name).Distinct())
        {
            Assert.True(versions.TryGetValue(package, out var version), $"{package} has no version");
            Assert.Equal(package.StartsWith("Aspire.", StringComparison.Ordinal), version == "$(AspireVersion)");
        }
    }

    /// <summary>Two numbers, because a feed may serve another patch of the SDK than of the packages; each stands in one place.</summary>
    [Fact]
    public void The_versions_of_Aspire_stand_in_one_place_each_and_belong_together()
    {
        var packages = Version.Parse(XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("AspireVersion").Single().Value);
        using var global = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("global.json")));
        var sdk = Version.Parse(global.RootElement.GetProperty("msbuild-sdks").GetProperty("Aspire.AppHost.Sdk").GetString()!);

        Assert.Equal((packages.Major, packages.Minor), (sdk.Major, sdk.Minor));
        Assert.All(Projects(), project => Assert.DoesNotMatch(@"Aspire\.AppHost\.Sdk(/|""\s+Version)", File.ReadAllText(project)), throwIfEmpty: true);
    }

    [Fact]
    public void Everything_that_a_feed_may_lack_has_a_stand_in()
    {
        var standIns = XDocument.Load(Repository.PathOf("Directory.Build.targets")).Descendants()
            .Where(element => element.Name.LocalName is "_HostingStandIn" or "_ClientStandIn")
            .SelectMany(element => element.Attribute("Include")!.Value.Split(';'));
        var referenced = Projects().SelectMany(project => Packages(Load(project))).Select(package => package.Name)
            .Where(name => name.StartsWith("Aspire.", StringComparison.Ordinal)).Distinct();

        Assert.Equal(referenced.Except(Served).Order(), standIns.Order());
        Assert.DoesNotContain("AspireStandIns", File.ReadAllText(Repository.PathOf("IotAspire.sln")), StringComparison.Ordinal);
    }

    /// <summary>
    /// Who may do what in Azure, as docs/deploy-azure.md tells it. That the platform takes it, only a deployment shows.
    /// </summary>
    [Fact]
    public void Each_service_has_an_identity_and_none_is_the_administrator_of_MySql()
    {
        var text = File.ReadAllText(Repository.PathOf("IotAspire.AppHost", "Containers", "PublishedServices.cs"));
        string Part(string from, string to) => text[text.IndexOf(from, StringComparison.Ordinal)..text.IndexOf(to, StringComparison.Ordinal)];

        var aggregator = Part("PublishAsAggregator(", "PublishAsApi(");
        var api = Part("PublishAsApi(", "PublishAsGenerator(");
        Assert.Contains("WithAzureUserAssignedIdentity(published.Aggregator)", aggregator, StringComparison.Ordinal);
        Assert.Contains("AzureEventHubsDataReceiver", aggregator, StringComparison.Ordinal);
        Assert.Contains("WithAzureUserAssignedIdentity(published.Api)", api, StringComparison.Ordinal);
        Assert.DoesNotContain("WithRoleAssignments", api, StringComparison.Ordinal);
        Assert.Contains($"\"{AggregatorOptions.Section}__{nameof(AggregatorOptions.ApiUser)}\"", aggregator, StringComparison.Ordinal);

        var job = Part("AddMySqlUsers(", "PublishAsAggregator(");
        Assert.Contains("WithAzureUserAssignedIdentity(published.Administrator)", job, StringComparison.Ordinal);
        Assert.Contains("PublishAsAzureContainerAppJob()", job, StringComparison.Ordinal);
        Assert.Contains($"WithArgs(\"{UsersCommand.Name}\")", job, StringComparison.Ordinal);
        Assert.Equal(4, Regex.Count(job, $@"""{UsersCommand.Section}__(Aggregator|Api)__(Name|ClientId)"", published\.\1\."));
        Assert.DoesNotContain("Administrator", text.Replace(job, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("WithParameter(\"administratorClientId\", administrator.Resource.ClientId)", Target, StringComparison.Ordinal);
        Assert.Contains("administrator = builder.AddAzureUserAssignedIdentity(\"mysql-admin-id\")", Target, StringComparison.Ordinal);
    }

    private static string Target => File.ReadAllText(Repository.PathOf("IotAspire.AppHost", "Containers", "AzureTarget.cs"));

    /// <summary>Azure names an identity by its resource's name, a hyphen and 13 characters; MySQL's users end at 32.</summary>
    [Fact]
    public void Identities_that_are_users_of_MySql_have_short_names()
    {
        var names = Regex.Matches(Target, @"AddAzureUserAssignedIdentity\(""([^""]+)""\)").Select(match => match.Groups[1].Value)
            // The server's own is no user.
            .Except(["mysql-identity"]).ToList();

        Assert.Equal(3, names.Count);
        Assert.All(names, name => Assert.InRange(name.Length + 14, 1, 32), throwIfEmpty: true);
    }

    [Theory]
    [InlineData("PublishedServices.cs", @"\.HasSize\(", 3)]
    [InlineData("Servers.cs", @"MinimumTlsVersion = EventHubsTlsVersion\.Tls1_2", 1)]
    [InlineData("AzureTarget.cs", @"RetentionInDays = |DailyQuotaInGB = ", 2)]
    [InlineData("../ServiceExtensions.cs", @"ProbeType\.(Startup|Readiness|Liveness)\b", 3)]
    public void What_the_platform_would_choose_otherwise_is_said(string file, string pattern, int times) =>
        Assert.Equal(times, Regex.Count(File.ReadAllText(Repository.PathOf("IotAspire.AppHost", "Containers", file)), pattern));

    [Theory, MemberData(nameof(SeamProjects))]
    public void Both_sides_of_a_seam_offer_the_same(string project)
    {
        var local = MembersOf(project, "Local");

        Assert.NotEmpty(local);
        Assert.Equal(local, MembersOf(project, "Containers"));
    }

    [Fact]
    public void The_model_names_what_the_services_look_for()
    {
        var model = string.Concat(Sources(Repository.PathOf("IotAspire.AppHost")).Select(File.ReadAllText));

        foreach (var expected in new[]
        {
            $"AddHub(\"{ResourceNames.Telemetry}\")", $"AddDatabase(\"{ResourceNames.IotDb}\")", $"\"{ResourceNames.IotDb}\",",
            $"ConsumerGroup = \"{new AggregatorOptions().ConsumerGroup}\"",
            $"{AggregatorOptions.Section}__{nameof(AggregatorOptions.ConsumerGroup)}", $"{CatalogueOptions.Section}__{nameof(CatalogueOptions.Path)}",
        })
        {
            Assert.Contains(expected, model, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_source_asks_which_half_it_is() => Assert.DoesNotContain(
        Sources(Repository.Root), source => File.ReadLines(source).Any(line => line.StartsWith("#if", StringComparison.Ordinal)));

    [Fact]
    public void Whoever_deploys_or_checks_says_which_servers()
    {
        foreach (var file in new[] { Repository.PathOf("azure.yaml"), Repository.PathOf(".github", "workflows", "ci.yml"), Repository.PathOf(".ci", "run") })
            Assert.Matches(@"IOTASPIRE_SERVERS[=:] ?(Local|Containers)", File.ReadAllText(file));
    }

    // A tag can be moved to other code.
    [Fact]
    public void The_workflow_runs_actions_by_commit()
    {
        var actions = Directory.GetFiles(Repository.PathOf(".github", "workflows")).SelectMany(File.ReadLines).Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(actions);
        Assert.All(actions, action => Assert.Matches("uses: [^@]+@[0-9a-f]{40} # v[0-9.]+$", action), throwIfEmpty: true);
    }

    private static IEnumerable<string> Projects() => Sources(Repository.Root, "*.csproj");

    private static IEnumerable<string> Sources(string folder, string pattern = "*.cs") => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
        .Where(path => !Regex.IsMatch(path[Repository.Root.Length..], @"[\\/](artifacts|node_modules|GeneratedClients|AspireStandIns|\.\w+)[\\/]"));

    private static XDocument Load(string project) => XDocument.Load(project);

    private static List<(string Name, bool IsContainers)> Packages(XDocument project) => [.. project.Descendants("PackageReference").Select(reference =>
        (reference.Attribute("Include")!.Value, reference.AncestorsAndSelf().Any(element => element.Attribute("Condition")?.Value == IsContainers)))];

    // What the shared code may call: visible static members, by file.
    private static List<string> MembersOf(string project, string half) => [.. Sources(Repository.PathOf(project, half))
        .SelectMany(source => VisibleMember().Matches(File.ReadAllText(source)).Select(match => $"{Path.GetFileName(source)}: {match.Groups[1].Value}"))
        .Order()];

    [GeneratedRegex(@"^    (public (?:const|static) [^={]+?)\s*(?:=|\r?\n|\{)", RegexOptions.Multiline)]
    private static partial Regex VisibleMember();
}
