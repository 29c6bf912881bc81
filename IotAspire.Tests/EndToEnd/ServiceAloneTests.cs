using IotAspire.ChildProcesses;

namespace IotAspire.Tests.EndToEnd;

/// <summary>What somebody sees who starts one service and has configured nothing, or something wrong.</summary>
public sealed class ServiceAloneTests
{
    [Theory]
    [InlineData("Api", "ConnectionStrings__iotdb")]
    [InlineData("Generator", "ConnectionStrings__telemetry")]
    [InlineData("Aggregator", "ConnectionStrings__iotdb", "ConnectionStrings__telemetry")]
    public async Task Without_its_settings_it_says_what_is_missing_and_ends_with_the_code_for_configuration(string service, params string[] missing)
    {
        var result = await RunAsync(service, []);

        Assert.Equal(78, result.ExitCode);
        Assert.All(missing, setting => Assert.Contains($"Configuration error: {setting}", result.Text, StringComparison.Ordinal), throwIfEmpty: true);
        Assert.DoesNotContain("   at ", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_wrong_setting_is_named_with_what_is_allowed()
    {
        var result = await RunAsync("Aggregator", ["--Aggregator:Lease=5.00:00:00", "--Aggregator:StopTime=5", "--Aggregator:ReadingsPerBatch=0", "--EventHubs:Retry:TryTimeout=-00:00:05"]);

        Assert.Equal(78, result.ExitCode);
        Assert.Contains("Aggregator:Lease is 5.00:00:00, must be from 00:00:01 to 00:10:00.", result.Text, StringComparison.Ordinal);
        Assert.Contains("Aggregator:StopTime is \"5\", must be hours, minutes and seconds, as 00:00:10", result.Text, StringComparison.Ordinal);
        Assert.Contains("Aggregator:ReadingsPerBatch is 0, must be from 1 to 200000.", result.Text, StringComparison.Ordinal);
        Assert.Contains("EventHubs:Retry:TryTimeout", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_may_not_wait_as_long_as_the_lease_lasts()
    {
        var result = await RunAsync("Aggregator", ["--Aggregator:Lease=00:00:02", "--Aggregator:Linger=00:00:01"]);

        Assert.Equal(78, result.ExitCode);
        Assert.Contains("Aggregator:Linger is 00:00:01, must be at most a quarter of Lease, 00:00:02.", result.Text, StringComparison.Ordinal);
    }

    private static async Task<ChildProcessResult> RunAsync(string service, string[] arguments)
    {
        using var children = new ChildProcessHost();
        return await children.RunAsync(
            new("dotnet", [BuiltAssembly.PathOf($"IotAspire.{service}"), "--urls", "http://localhost:0", .. arguments])
            {
                Environment = new Dictionary<string, string?> { ["ConnectionStrings__iotdb"] = null, ["ConnectionStrings__telemetry"] = null },
            },
            TestContext.Current.CancellationToken);
    }
}
