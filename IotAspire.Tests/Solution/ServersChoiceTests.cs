using System.Text.Json;
using IotAspire.ChildProcesses;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Solution;

/// <summary>Where servers come from, as the build files choose, evaluated by MSBuild itself; nothing is restored or built.</summary>
public sealed class ServersChoiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("", null, null)]
    [InlineData("Local", null, "Local")]
    [InlineData("Containers", null, "Containers")]
    [InlineData("Containers", "Local", "Local")]
    public async Task The_operating_system_chooses_unless_somebody_does(string? variable, string? property, string? expected)
    {
        string[] question = ["-getProperty:Servers", .. property is null ? [] : new[] { $"-p:Servers={property}" }];

        // A container runtime makes no difference: the same command does the same on like machines.
        var choice = await EvaluateAsync(
            "IotAspire.Contracts", new() { ["DOCKER_HOST"] = "tcp://127.0.0.1:2375", ["IOTASPIRE_SERVERS"] = variable, ["Servers"] = null }, question);

        Assert.Equal(expected ?? (OperatingSystem.IsLinux() ? "Local" : "Containers"), choice.Trim());
    }

    [Fact]
    public async Task Another_word_is_refused_with_the_two_that_there_are()
    {
        using var children = new ChildProcessHost();
        var result = await children.RunAsync(
            new("dotnet", ["msbuild", Repository.PathOf("IotAspire.Contracts", "IotAspire.Contracts.csproj"), "-t:RefuseUnknownServers"])
            {
                Environment = new Dictionary<string, string?> { ["IOTASPIRE_SERVERS"] = "Docker" },
            },
            Token);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("IOTASPIRE_SERVERS (or the property Servers) is 'Docker'; it must be Local or Containers.", string.Concat(result.Output.Select(line => line.Text)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IotAspire.EventHubs", "Containers", "Containers/EventHubClients.cs", "Local/")]
    [InlineData("IotAspire.EventHubs", "Local", "Local/EventHubClients.cs", "Containers/")]
    [InlineData("IotAspire.Storage", "Containers", "Containers/IotDbConnection.cs,Entra/EntraToken.cs", "Local/")]
    [InlineData("IotAspire.Storage", "Local", "Local/IotDbConnection.cs", "Containers/,Entra/")]
    [InlineData("IotAspire.ServiceDefaults", "Containers", "Containers/TelemetryExport.cs", "Local/")]
    [InlineData("IotAspire.ServiceDefaults", "Local", "Local/TelemetryExport.cs", "Containers/")]
    [InlineData("IotAspire.AppHost", "Containers", "AppHost.cs,Containers/Servers.cs", "Local/")]
    [InlineData("IotAspire.AppHost", "Local", "AppHost.cs,Local/Servers.cs", "Containers/")]
    public async Task Each_choice_compiles_its_side_of_the_seam_and_not_the_other(string project, string servers, string compiled, string absent)
    {
        var items = await EvaluateAsync(project, new() { ["IOTASPIRE_SERVERS"] = servers }, "-getItem:Compile");

        var files = JsonSerializer.Deserialize<JsonElement>(items).GetProperty("Items").GetProperty("Compile").EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!.Replace('\\', '/')).ToHashSet();
        Assert.Subset(files, compiled.Split(',').ToHashSet());
        Assert.DoesNotContain(files, file => absent.Split(',').Any(folder => file.StartsWith(folder, StringComparison.Ordinal)));
    }

    private static async Task<string> EvaluateAsync(string project, Dictionary<string, string?> environment, params string[] question)
    {
        using var children = new ChildProcessHost();
        var result = await children.RunAsync(
            new("dotnet", ["msbuild", Repository.PathOf(project, $"{project}.csproj"), .. question]) { Environment = environment }, Token);
        Assert.True(result.ExitCode == 0, result.Text);
        return result.Text;
    }
}
