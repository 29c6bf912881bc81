using System.Text.Json;
using IotAspire.ChildProcesses;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Solution;

/// <summary>Which edition the build files choose, evaluated by MSBuild itself; nothing is restored or built.</summary>
public sealed class EditionChoiceTests
{
    private static readonly string[] Sockets = ["/var/run/docker.sock"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tcp://127.0.0.1:2375", "", "Aspire")]
    [InlineData("tcp://127.0.0.1:2375", "Embedded", "Embedded")]
    [InlineData("", "Aspire", "Aspire")]
    public async Task A_container_runtime_chooses_unless_somebody_does(string dockerHost, string edition, string expected)
    {
        var choice = await EvaluateAsync("IotAspire.Contracts", new() { ["DOCKER_HOST"] = dockerHost, ["Edition"] = edition }, "-getProperty:Edition");

        Assert.Equal(expected, choice.Trim());
    }

    [Fact]
    public async Task Without_a_runtime_it_is_Embedded()
    {
        Requirement.Met(!OperatingSystem.IsWindows() && !Sockets.Any(File.Exists), "this machine has a container runtime");
        using var home = new TemporaryFolder();

        var choice = await EvaluateAsync(
            "IotAspire.Contracts",
            new() { ["DOCKER_HOST"] = null, ["Edition"] = null, ["XDG_RUNTIME_DIR"] = null, ["HOME"] = home.Path, ["DOTNET_CLI_HOME"] = home.Path },
            "-getProperty:Edition");

        Assert.Equal("Embedded", choice.Trim());
    }

    [Theory]
    [InlineData("IotAspire.EventHubs", "Aspire", "Aspire/EventHubClients.cs,AzureSdk/AzureEventHubConsumer.cs", "Embedded/")]
    [InlineData("IotAspire.EventHubs", "Embedded", "Embedded/EventHubClients.cs", "Aspire/,AzureSdk/")]
    [InlineData("IotAspire.Storage", "Aspire", "Aspire/IotDbEdition.cs,Entra/EntraToken.cs", "Embedded/")]
    [InlineData("IotAspire.Storage", "Embedded", "Embedded/IotDbEdition.cs", "Aspire/,Entra/")]
    [InlineData("IotAspire.ServiceDefaults", "Aspire", "Aspire/TelemetryExport.cs", "Embedded/")]
    [InlineData("IotAspire.ServiceDefaults", "Embedded", "Embedded/TelemetryExport.cs", "Aspire/")]
    [InlineData("IotAspire.AppHost", "Embedded", "Embedded/Program.cs", "AppHost.cs,Aspire/")]
    public async Task An_edition_compiles_its_side_of_the_seam_and_not_the_other(string project, string edition, string compiled, string absent)
    {
        var items = await EvaluateAsync(project, new() { ["Edition"] = edition }, "-getItem:Compile");

        var files = JsonSerializer.Deserialize<JsonElement>(items).GetProperty("Items").GetProperty("Compile").EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!.Replace('\\', '/')).ToHashSet();
        Assert.Subset(files, compiled.Split(',').ToHashSet());
        Assert.DoesNotContain(files, file => absent.Split(',').Any(folder => file.StartsWith(folder, StringComparison.Ordinal)));
    }

    private static async Task<string> EvaluateAsync(string project, Dictionary<string, string?> environment, string question)
    {
        using var children = new ChildProcessHost();
        var result = await children.RunAsync(
            new("dotnet", ["msbuild", Repository.PathOf(project, $"{project}.csproj"), question]) { Environment = environment }, Token);
        Assert.True(result.ExitCode == 0, result.Text);
        return result.Text;
    }
}
