using IotAspire.ChildProcesses;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Infra;

/// <summary>What azd is told in azure.yaml.</summary>
public sealed class AzdTests
{
    [Fact]
    public void The_only_service_is_the_AppHost()
    {
        var lines = File.ReadAllLines(Repository.PathOf("azure.yaml")).Select(line => line.Trim()).ToList();

        var project = Assert.Single(lines, line => line.StartsWith("project:", StringComparison.Ordinal))["project:".Length..].Trim();
        Assert.True(File.Exists(Repository.PathOf(project)), project);
        Assert.Contains("language: dotnet", lines);
        Assert.Contains("host: containerapp", lines);
    }

    [Fact]
    public void Every_hook_is_a_script_of_the_repository()
    {
        var scripts = File.ReadAllLines(Repository.PathOf("azure.yaml")).Select(line => line.Trim())
            .Where(line => line.StartsWith("run:", StringComparison.Ordinal))
            .Select(line => line["run:".Length..].Trim())
            .ToList();

        Assert.NotEmpty(scripts);
        Assert.All(scripts, script => Assert.True(File.Exists(Repository.PathOf(script)), script), throwIfEmpty: true);
    }

    [Theory]
    [InlineData("Containers", 0)]
    [InlineData("containers", 1)]
    [InlineData("Local", 1)]
    [InlineData("", 1)]
    public async Task A_command_of_azd_stops_early_without_containers(string servers, int exitCode)
    {
        Requirement.Met(ExecutablePath.Exists("sh"), "there is no sh here");
        using var host = new ChildProcessHost();

        var run = await host.RunAsync(new("sh", [Repository.PathOf("infra", "require-containers.sh")])
        {
            Environment = new Dictionary<string, string?> { ["IOTASPIRE_SERVERS"] = servers },
        }, TestContext.Current.CancellationToken);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(exitCode, run.Output.Count(line => line.IsError && line.Text.Contains("export IOTASPIRE_SERVERS=Containers", StringComparison.Ordinal)));
    }
}
