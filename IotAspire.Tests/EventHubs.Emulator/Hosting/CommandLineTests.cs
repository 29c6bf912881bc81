using IotAspire.EventHubs.Emulator.Hosting;

namespace IotAspire.Tests.EventHubs.Emulator.Hosting;

public sealed class CommandLineTests
{
    [Fact]
    public void All_options_are_read()
    {
        var (options, errors) = CommandLine.Parse(
            ["--port", "0", "--http-port", "5301", "--hub", "telemetry:4:aggregator,other", "--hub", "plain", "--data", "/tmp/hub", "--key", "secret"]);

        Assert.Empty(errors);
        Assert.Equal((0, 5301, "/tmp/hub", "secret"), (options.Port, options.HttpPort, options.DataDirectory, options.Key));
        Assert.Equal(["telemetry", "plain"], options.Hubs.Select(hub => hub.Name));
        Assert.Equal([4, 4], options.Hubs.Select(hub => hub.Partitions));
        Assert.Equal(["aggregator", "other"], options.Hubs[0].ConsumerGroups);
    }

    [Fact]
    public void Every_error_is_reported()
    {
        var (_, errors) = CommandLine.Parse(
            ["--port", "x", "--http-port", "65536", "--hub", "a/b", "--hub", "c:0", "--hub", "d", "--hub", "D", "--what", "1", "--data"]);

        Assert.Equal(
            ["--port", "--http-port", "--hub", "--hub", "--what", "--data", "--hub"],
            errors.Select(error => error.Split(':')[0]));
    }

    [Fact]
    public void A_hub_is_needed() => Assert.Contains("--hub", Assert.Single(CommandLine.Parse([]).Errors), StringComparison.Ordinal);
}
