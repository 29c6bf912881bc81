using System.Xml.Linq;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Solution;

/// <summary>
/// Services meet only at the event and at the tables. Read from the project files, because a reference that no code uses leaves no trace in
/// the assembly.
/// </summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["IotAspire.Contracts"] = [],
        ["IotAspire.ServiceDefaults"] = [],
        ["IotAspire.EventHubs"] = ["IotAspire.ServiceDefaults"],
        ["IotAspire.Storage"] = ["IotAspire.Contracts"],
        ["IotAspire.Generator"] = ["IotAspire.Contracts", "IotAspire.EventHubs", "IotAspire.ServiceDefaults"],
        ["IotAspire.Aggregator"] = ["IotAspire.Contracts", "IotAspire.EventHubs", "IotAspire.ServiceDefaults", "IotAspire.Storage"],
        ["IotAspire.Api"] = ["IotAspire.Contracts", "IotAspire.Explore", "IotAspire.ServiceDefaults", "IotAspire.Storage"],
        ["IotAspire.Explore"] = [],
        ["IotAspire.EventHubs.Emulator"] = [],
        ["IotAspire.ChildProcesses"] = [],
        ["IotAspire.LocalMySql"] = ["IotAspire.ChildProcesses"],
        ["IotAspire.LocalMySql.Server"] = ["IotAspire.LocalMySql"],
        // Started, not referenced.
        ["IotAspire.Hosting.Local"] = ["IotAspire.EventHubs.Emulator", "IotAspire.LocalMySql.Server"],
        ["LocalServers.Consumer"] = [],
        ["LocalServers.AppHost"] = ["IotAspire.Hosting.Local", "LocalServers.Consumer"],
        ["IotAspire.AppHost"] = ["IotAspire.Aggregator", "IotAspire.Api", "IotAspire.Contracts", "IotAspire.Generator", "IotAspire.Hosting.Local", "IotAspire.ServiceDefaults"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_references_only_what_it_may(string project) => Assert.Equal(Allowed[project], ReferencesOf(Find(project)));

    [Fact]
    public void Every_project_is_in_the_solution_and_in_this_table_except_the_browser_tests()
    {
        var solution = File.ReadAllText(Repository.PathOf("IotAspire.sln"));
        var projects = Directory.GetFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            // Programs around generated clients are built by their test, with the code that is generated then; stand-ins for
            // packages by whoever asks for them.
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(folder => folder is "artifacts" or "GeneratedClients" or "AspireStandIns"))
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .ToList();

        // The package that drives the browser is too large for everybody's restore.
        Assert.DoesNotContain("IotAspire.BrowserTests", solution, StringComparison.Ordinal);
        Assert.True(projects.Remove("IotAspire.BrowserTests"));
        Assert.All(projects, project => Assert.Contains($"{project}.csproj", solution, StringComparison.Ordinal), throwIfEmpty: true);
        Assert.Equal(Allowed.Keys.Append("IotAspire.Tests").Append("IotAspire.Benchmarks").Order(), projects.Order());
    }

    private static string Find(string project) => Assert.Single(
        new[] { ".", "local", "examples" }.Select(folder => Repository.PathOf(folder, project, $"{project}.csproj")), File.Exists);

    private static IEnumerable<string> ReferencesOf(string path) => XDocument.Load(path).Descendants("ProjectReference")
        .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
        .Distinct()
        .Order();
}
