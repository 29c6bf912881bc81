using IotAspire.AppHost.Embedded;

namespace IotAspire.Tests.AppHost.Embedded;

public sealed class CommandLineTests
{
    private static readonly string Repository = Path.GetFullPath("/repository");

    [Fact]
    public void Without_options_everything_is_the_repositorys()
    {
        var options = CommandLine.Parse([]).Options(Repository);

        Assert.Equal(Path.Combine(Repository, ".data"), options.DataDirectory);
        Assert.Equal(Path.Combine(Repository, "sensors.json"), options.Catalogue);
        Assert.Equal((false, null, null), (options.Reset, options.MySql, options.EventHub));
    }

    [Fact]
    public void Values_come_after_a_space_or_an_equals_sign()
    {
        var commandLine = CommandLine.Parse(["--mysql", "Server=a;Port=1", "--eventhub=Endpoint=sb://x;SharedAccessKey=y=", "--reset", "--data=d"]);
        var options = commandLine.Options(Repository);

        Assert.Empty(commandLine.Errors);
        Assert.Equal("Server=a;Port=1", options.MySql);
        Assert.Equal("Endpoint=sb://x;SharedAccessKey=y=", options.EventHub);
        Assert.True(options.Reset);
        Assert.Equal(Path.GetFullPath("d"), options.DataDirectory);
    }

    [Fact]
    public void What_the_simulation_is_told_is_passed_on_as_it_is()
    {
        var commandLine = CommandLine.Parse(["--backfill", "2d", "--speed=60", "--profile", "dirty", "--seed", "7", "--fleet", "100"]);
        var options = commandLine.Options(Repository);

        Assert.Empty(commandLine.Errors);
        Assert.Equal("100", options.Fleet);
        Assert.Equal(
            [("Generator__Backfill", "2d"), ("Generator__Profile", "dirty"), ("Generator__Seed", "7"), ("Generator__Speed", "60")],
            options.Simulation.Select(setting => (setting.Key, setting.Value)).Order());
        Assert.Empty(CommandLine.Parse([]).Options(Repository).Simulation);
    }

    [Fact]
    public void Every_error_is_reported_and_not_the_first_only()
    {
        var errors = CommandLine.Parse(["--rest", "--mysql", "--reset", "--data"]).Errors;

        Assert.Equal(["Unknown option --rest.", "--mysql needs a value.", "--data needs a value."], errors);
    }

    [Fact]
    public void An_option_given_twice_is_an_error() =>
        Assert.Equal("--reset is given twice.", Assert.Single(CommandLine.Parse(["--reset", "--reset"]).Errors));

    [Fact]
    public void A_switch_takes_no_value() =>
        Assert.Equal("Unknown option --reset=yes.", Assert.Single(CommandLine.Parse(["--reset=yes"]).Errors));

    [Fact]
    public void Help_is_recognised() => Assert.True(CommandLine.Parse(["--help"]).WantsHelp);
}
