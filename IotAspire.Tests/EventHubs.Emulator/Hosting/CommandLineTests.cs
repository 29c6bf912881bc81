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

    [Theory]
    [InlineData("30s", "500MiB", 30, 524_288_000)]
    [InlineData("1.5h", "2gib", 5400, 2_147_483_648)]
    [InlineData("250ms", "4096", 0.25, 4096)]
    public void Retention_is_read_as_people_write_it(string time, string size, double seconds, long bytes)
    {
        var (options, errors) = CommandLine.Parse(["--retention-time", time, "--retention-bytes", size]);

        Assert.Empty(errors);
        Assert.Equal((TimeSpan.FromSeconds(seconds), bytes), (options.RetentionTime!.Value, options.RetentionBytes));
    }

    [Fact]
    public void Retention_can_be_for_ever() => Assert.Null(CommandLine.Parse(["--retention-time", "none"]).Options.RetentionTime);

    [Theory]
    [InlineData("--retention-time", "5")]
    [InlineData("--retention-time", "-5s")]
    [InlineData("--retention-time", "0s")]
    [InlineData("--retention-time", "99999999999d")]
    [InlineData("--retention-bytes", "1 GB")]
    [InlineData("--retention-bytes", "0")]
    [InlineData("--retention-bytes", "99999999TiB")]
    [InlineData("--maximum-message-size", "2MiB")]
    [InlineData("--http-port", "5672")]
    [InlineData("--key", "a;b")]
    [InlineData("--listen", "nowhere")]
    public void What_is_not_allowed_is_one_error(string name, string value) =>
        Assert.StartsWith(name + ":", Assert.Single(CommandLine.Parse([name, value]).Errors), StringComparison.Ordinal);

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
        Assert.All(CommandLineOptions.All, option => Assert.Contains($"{option.Name} {option.Value}", CommandLine.Usage, StringComparison.Ordinal), throwIfEmpty: true);
}
