using IotAspire.AppHost.Embedded;
using IotAspire.AppHost.Embedded.Dashboard;
using IotAspire.AppHost.Embedded.Output;
using IotAspire.AppHost.Embedded.Resources;
using IotAspire.ChildProcesses;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotAspire.Tests.AppHost.Embedded;

public sealed class LocalHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Services_stop_from_the_source_of_data_on_within_ten_seconds()
    {
        using var data = DataFolder.Open(_folder.Path, reset: false);
        using var children = new ChildProcessHost();
        using var health = new HealthProbe(TimeProvider.System);
        using var output = new StringWriter();
        var context = new ResourceContext(children, health, new PortChoice(NullLogger.Instance), new ConsoleLines(output, useColor: false), TelemetryTarget.None);
        var options = CommandLine.Parse([]).Options(BuiltProjects.Repository);
        var resources = LocalHost.Compose(options, data, context, NullLoggerFactory.Instance, NullLogger.Instance).Resources.ToList();

        Assert.Equal(["generator", "api", "aggregator", "hub", "mysql"], resources.AsEnumerable().Reverse().Select(resource => resource.Name));
        Assert.True(resources.Sum(resource => resource.StopTimeout.TotalSeconds) < 10);
    }

    [Fact]
    public void The_build_says_where_every_service_is() =>
        Assert.All([BuiltProjects.Hub, BuiltProjects.Aggregator, BuiltProjects.Generator, BuiltProjects.Api], project =>
        {
            Assert.True(File.Exists(project.Assembly), project.Assembly);
            Assert.True(Directory.Exists(project.Folder), project.Folder);
        });

    [Fact]
    public void A_data_folder_in_use_is_said()
    {
        using var first = DataFolder.Open(_folder.Path, reset: false);

        var exception = Assert.Throws<StartFailedException>(() => DataFolder.Open(_folder.Path, reset: true));
        Assert.Contains("another AppHost runs there", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reset_forgets_what_the_servers_wrote_and_nothing_else()
    {
        foreach (var name in new[] { "hub", "mysql", "mine" })
            Directory.CreateDirectory(_folder.Combine(name, "x"));
        DataFolder.Open(_folder.Path, reset: true).Dispose();

        Assert.Equal(["mine"], Directory.GetDirectories(_folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("Endpoint=sb://ns/;SharedAccessKey=k", "Endpoint=sb://ns/;SharedAccessKey=k;EntityPath=telemetry")]
    [InlineData("Endpoint=sb://ns/;SharedAccessKey=k;EntityPath=mine", "Endpoint=sb://ns/;SharedAccessKey=k;EntityPath=mine")]
    public void An_existing_event_hub_is_used_as_given_and_shown_without_its_key(string given, string expected)
    {
        var hub = new ExistingEventHub("hub", given);

        Assert.Equal((expected, "sb://ns/"), (hub.ConnectionString, hub.Address));
    }
}
