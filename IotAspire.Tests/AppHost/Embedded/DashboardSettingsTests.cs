using System.Collections;
using IotAspire.AppHost.Embedded;
using IotAspire.LocalDashboard;

namespace IotAspire.Tests.AppHost.Embedded;

public sealed class DashboardSettingsTests
{
    [Fact]
    public void Without_words_there_is_a_dashboard_with_its_defaults() => Assert.Equal(new LocalDashboardOptions(), Options([]));

    [Fact]
    public void It_can_be_left_out() => Assert.Null(Options(["--no-dashboard"]));

    [Fact]
    public void Port_token_and_limits_can_be_chosen()
    {
        var options = Options(["--dashboard-port", "9000", "--dashboard-token=0123456789abcdef", "--dashboard-spans", "1000", "--dashboard-lines=200"])!;

        Assert.Equal((9000, "0123456789abcdef", 1000, 200), (options.Port, options.Token, options.MaximumSpans, options.MaximumLogLines));
        Assert.True(Options(["--dashboard-unsecured"])!.AllowAnonymous);
    }

    [Fact]
    public void Aspires_variables_count_and_the_command_line_counts_more()
    {
        Assert.Equal("fedcba9876543210", Options([], ("ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN", "fedcba9876543210"))!.Token);
        Assert.Equal("0123456789abcdef", Options(["--dashboard-token", "0123456789abcdef"], ("ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN", "fedcba9876543210"))!.Token);
        Assert.True(Options([], ("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", "true"))!.AllowAnonymous);
        Assert.False(Options(["--dashboard-token", "0123456789abcdef"], ("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", "true"))!.AllowAnonymous);
        Assert.Equal("http://localhost:4317", Options([], ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317"))!.TelemetryElsewhere);
        Assert.Equal("https://collector.example/", Options([], ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://me:secret@collector.example"))!.TelemetryElsewhere);
    }

    [Fact]
    public void Every_error_is_reported() => Assert.Equal(
        [
            "--dashboard-port is 70000, must be a whole number from 1 to 65535.",
            "--dashboard-spans is many, must be a whole number from 1 to 1000000.",
            "--dashboard-lines is 0, must be a whole number from 1 to 100000.",
            "--dashboard-token must have at least 16 characters.",
            "ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN must have at least 16 characters.",
            "--dashboard-unsecured and --dashboard-token contradict each other.",
        ],
        CommandLine.Parse(
            ["--dashboard-port", "70000", "--dashboard-spans=many", "--dashboard-lines", "0", "--dashboard-token", "short", "--dashboard-unsecured"],
            new Hashtable { ["ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN"] = "short" }).Errors);

    [Fact]
    public void No_dashboard_and_its_options_contradict_each_other() => Assert.Equal(
        "--no-dashboard and --dashboard-port contradict each other.", Assert.Single(CommandLine.Parse(["--no-dashboard", "--dashboard-port", "1"]).Errors));

    private static LocalDashboardOptions? Options(string[] arguments, params (string Name, string Value)[] environment)
    {
        var variables = new Hashtable();
        foreach (var (name, value) in environment)
            variables[name] = value;
        var commandLine = CommandLine.Parse(arguments, variables);
        Assert.Empty(commandLine.Errors);
        return commandLine.Options(Path.GetTempPath()).Dashboard;
    }
}
