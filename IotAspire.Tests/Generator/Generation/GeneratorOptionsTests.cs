using IotAspire.Generator;
using IotAspire.Generator.Faults;
using IotAspire.Generator.Generation;
using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace IotAspire.Tests.Generator.Generation;

public sealed class GeneratorOptionsTests
{
    [Fact]
    public void Defaults_are_valid_realistic_and_live()
    {
        var options = new GeneratorOptions();

        Assert.Empty(Validate(options));
        Assert.Equal(FaultProfiles.All["realistic"], options.Rates);
        Assert.Equal(TimeSpan.Zero, options.History);
    }

    [Fact]
    public void Every_error_is_listed_with_what_is_allowed()
    {
        var errors = Validate(new()
        {
            ReadingsPerEvent = 0,
            HistoryReadingsPerEvent = 2001,
            Linger = TimeSpan.FromHours(1),
            BufferTime = TimeSpan.Zero,
            Interval = TimeSpan.Zero,
            Backfill = "5000d",
            Speed = 0.5,
            Faults = new() { Spike = 0.7, Duplicate = 0.7, Dropout = 0.9, Drift = double.NaN },
        });

        Assert.Equal(
            [
                "Interval", "Speed", "ReadingsPerEvent", "HistoryReadingsPerEvent", "Linger", "BufferTime", "Backfill", "Faults:Drift", "Faults:Dropout", "Faults",
            ],
            errors.Select(failure => failure.Split(' ')[0]["Generator:".Length..]));
        Assert.Contains("Generator:Speed is 0.5, must be from 1 to 1000000.", errors);
        Assert.Contains("Generator:Faults of single readings must add up to at most 1.", errors);
    }

    [Fact]
    public void An_unknown_profile_is_answered_with_the_known_ones() => Assert.Equal(
        "Generator:Profile is \"filthy\", must be one of clean, realistic, dirty.", Assert.Single(Validate(new() { Profile = "filthy" })));

    [Fact]
    public void A_rate_that_is_set_wins_over_the_profiles()
    {
        var options = Bind("--profile", "dirty", "--Generator:Faults:Spike", "0.5");

        Assert.Equal(FaultProfiles.All["dirty"] with { Spike = 0.5 }, options.Rates);
    }

    [Fact]
    public void Short_words_of_the_command_line_reach_their_settings()
    {
        var options = Bind("--backfill", "30d", "--speed=60", "--seed", "9", "--ledger", "l.ndjson", "--profile", "clean");

        Assert.Equal((TimeSpan.FromDays(30), 60, 9, "l.ndjson", "clean"), (options.History, options.Speed, options.Seed, options.Ledger, options.Profile));
        Assert.Equal(TimeSpan.FromDays(1), Bind("--speed", "60").History);
    }

    private static List<string> Validate(GeneratorOptions options) => [.. SectionOptions.FindErrors(GeneratorOptions.Section, options)];

    private static GeneratorOptions Bind(params string[] args)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddCommandLineOptions(args);
        return builder.Configuration.GetSection(GeneratorOptions.Section).Get<GeneratorOptions>()!;
    }
}
