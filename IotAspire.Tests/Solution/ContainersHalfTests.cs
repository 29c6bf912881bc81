using System.Text.RegularExpressions;
using System.Xml.Linq;
using IotAspire.Aggregator;
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
    public void Packages_of_Aspire_and_Azure_are_the_containers_halfs_alone()
    {
        foreach (var project in Projects().Where(project => !project.Contains("IotAspire.Tests", StringComparison.Ordinal)))
        {
            var elsewhere = Packages(Load(project)).Where(package => !package.IsContainers && IsForeign(package.Name));
            Assert.True(!elsewhere.Any(), $"{project}: {string.Join(", ", elsewhere)}");
        }

        // The event hub's client is the same in both.
        static bool IsForeign(string name) =>
            name.StartsWith("Aspire.", StringComparison.Ordinal) || (name.StartsWith("Azure.", StringComparison.Ordinal) && name != "Azure.Messaging.EventHubs");
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

    [Fact]
    public void The_AppHosts_SDK_is_resolved_for_containers_only_and_has_the_packages_version()
    {
        var wanted = XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("AspireVersion").Single().Value;
        var imports = Load(Repository.PathOf("IotAspire.AppHost", "IotAspire.AppHost.csproj")).Descendants("Import").ToList();

        Assert.Equal(
            ["Sdk.props Microsoft.NET.Sdk", "Sdk.props Aspire.AppHost.Sdk", "Sdk.targets Microsoft.NET.Sdk", "Sdk.targets Aspire.AppHost.Sdk"],
            imports.Select(import => $"{import.Attribute("Project")!.Value} {import.Attribute("Sdk")!.Value}"));
        Assert.All(imports.Where(import => import.Attribute("Sdk")!.Value == "Aspire.AppHost.Sdk"), import =>
        {
            Assert.Equal(IsContainers, import.Attribute("Condition")?.Value);
            Assert.Equal(wanted, import.Attribute("Version")?.Value);
        });
    }

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
        var model = string.Concat(Sources(Repository.PathOf("IotAspire.AppHost")).Where(source => !source.Contains("Embedded", StringComparison.Ordinal)).Select(File.ReadAllText));

        foreach (var expected in new[]
        {
            $"AddHub(\"{ResourceNames.Telemetry}\")", $"AddDatabase(\"{ResourceNames.IotDb}\")", $"\"{ResourceNames.IotDb}\",",
            $"AddConsumerGroup(\"telemetry-aggregator\", \"{new AggregatorOptions().ConsumerGroup}\")",
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

    private static IEnumerable<string> Projects() => Sources(Repository.Root, "*.csproj");

    private static IEnumerable<string> Sources(string folder, string pattern = "*.cs") => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
        .Where(path => !Regex.IsMatch(path[Repository.Root.Length..], @"[\\/](artifacts|node_modules|GeneratedClients|\.\w+)[\\/]"));

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
