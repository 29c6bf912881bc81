using IotAspire.AppHost.CommandLine;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.AppHost;

public sealed class CommandLineTests
{
    [Fact]
    public void Without_arguments_it_is_the_repository_s_catalogue_and_data()
    {
        var options = Read();

        Assert.True(File.Exists(options.Catalogue), options.Catalogue);
        Assert.Equal(".data", Path.GetFileName(options.DataFolder));
        Assert.True(options.HasGenerator);
        Assert.Empty(options.Simulation);
        Assert.Empty(options.ForAspire);
    }

    [Fact]
    public void What_is_given_is_read_in_both_spellings()
    {
        var options = Read("--data=x", "--catalogue", Repository.PathOf("sensors.json"), "--reset", "--fleet", "100", "--mysql", "Server=a;Password=@b", "--no-generator");

        Assert.Equal((Path.GetFullPath("x"), Repository.PathOf("sensors.json")), (options.DataFolder, options.Catalogue));
        Assert.Equal((true, "100", "Server=a;Password=@b", false), (options.IsReset, options.Fleet, options.MySql, options.HasGenerator));
    }

    [Fact]
    public void What_follows_an_option_is_its_value_whatever_it_looks_like()
    {
        var options = Read("--data", "x:y", "--Logging:LogLevel:Default", "Warning");

        Assert.Equal(Path.GetFullPath("x:y"), options.DataFolder);
        Assert.Equal(["--Logging:LogLevel:Default", "Warning"], options.ForAspire);
    }

    [Fact]
    public void The_simulation_is_told_by_settings_of_the_generator()
    {
        var options = Read("--backfill", "2d", "--speed=60", "--profile", "dirty", "--seed", "-7");

        Assert.Equal(
            new Dictionary<string, string> { ["Generator__Backfill"] = "2d", ["Generator__Speed"] = "60", ["Generator__Profile"] = "dirty", ["Generator__Seed"] = "-7" }, options.Simulation);
    }

    [Theory]
    [InlineData("--flet 5")]
    [InlineData("--fleet")]
    [InlineData("--fleet 0")]
    [InlineData("--fleet many")]
    [InlineData("--fleet 5 --fleet 6")]
    [InlineData("--backfill 2")]
    [InlineData("--backfill 2w")]
    [InlineData("--backfill 1.12:00:00")]
    [InlineData("--speed 0.5")]
    [InlineData("--profile dirtyy")]
    [InlineData("--seed x")]
    [InlineData("something")]
    [InlineData("--data --reset")]
    [InlineData("--data=")]
    [InlineData("--catalogue no-such-file.json")]
    [InlineData("--mysql foo")]
    [InlineData("--eventhub foo")]
    [InlineData("--no-generator --backfill 2d")]
    public void What_is_wrong_is_refused(string arguments)
    {
        Assert.False(AppHostCommand.TryRead(arguments.Split(' '), out var options, out var exitCode));
        Assert.Null(options);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public void Help_ends_well()
    {
        Assert.False(AppHostCommand.TryRead(["--help"], out _, out var exitCode));
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public void Settings_of_Aspire_are_left_to_it()
    {
        var options = Read("--Parameters:partitions", "8", "--fleet", "3", "--environment", "Testing", "DcpPublisher:RandomizePorts=true");

        Assert.Equal(["--Parameters:partitions", "8", "--environment", "Testing", "DcpPublisher:RandomizePorts=true"], options.ForAspire);
        Assert.Equal("3", options.Fleet);
    }

    private static AppHostOptions Read(params string[] arguments)
    {
        Assert.True(AppHostCommand.TryRead(arguments, out var options, out _));
        return options;
    }
}
