using IotAspire.EventHubs.Emulator.Hosting;

namespace IotAspire.Tests.EventHubs.Emulator.Hosting;

public sealed class CommandLineTests
{
    [Fact]
    public void All_options_are_read()
    {
        var (options, errors) = CommandLine.Parse(
            ["--port", "0", "--http-port=5301", "--hub", "telemetry:4:aggregator,other", "--hub", "plain", "--data", "/tmp/hub", "--key", "secret"]);

        Assert.Empty(errors);
        Assert.Equal((0, 5301, "/tmp/hub", "secret"), (options.Port, options.HttpPort, options.DataDirectory, options.Key));
        Assert.Equal(["telemetry", "plain"], options.Hubs.Select(hub => hub.Name));
        Assert.Equal([4, 4], options.Hubs.Select(hub => hub.Partitions));
        Assert.Equal(["aggregator", "other"], options.Hubs[0].ConsumerGroups);
        Assert.Null(options.Tls);
    }

    [Fact]
    public void Any_TLS_option_turns_TLS_on()
    {
        var (options, errors) = CommandLine.Parse(["--tls-port", "0", "--tls-folder", "/tmp/tls", "--tls-public", "/tmp/trust.crt"]);

        Assert.Empty(errors);
        Assert.Equal((0, "/tmp/tls", "/tmp/trust.crt"), (options.Tls!.Port, options.Tls.Folder, options.Tls.PublicCertificateFile));
    }

    [Fact]
    public void Every_error_is_reported()
    {
        var (_, errors) = CommandLine.Parse(
            ["--port", "x", "--http-port", "65536", "--hub", "a/b", "--hub", "c:0:%", "--hub", "d", "--hub", "D", "--what", "1", "--data", "--tls-port"]);

        Assert.Equal(
            ["--port", "--http-port", "--hub", "--hub", "--what", "--data", "--tls-port", "--hub"],
            errors.Select(error => error.Split(':')[0]));
        Assert.Contains("0 to 65535", errors[0], StringComparison.Ordinal);
        Assert.Contains("1 to 1024", errors[3], StringComparison.Ordinal);
        Assert.Contains("consumer group", errors[3], StringComparison.Ordinal);
        Assert.Contains("--http-port", errors[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Help_names_every_option() =>
        Assert.All(CommandLineOptions.All, option => Assert.Contains($"{option.Name} {option.Value}", CommandLine.Usage, StringComparison.Ordinal));
}
