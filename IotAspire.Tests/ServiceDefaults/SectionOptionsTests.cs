using System.ComponentModel.DataAnnotations;
using IotAspire.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace IotAspire.Tests.ServiceDefaults;

public sealed class SectionOptionsTests
{
    private const string Times = "must be hours, minutes and seconds, as 00:00:10, with days as 1.00:00:00.";

    [Fact]
    public void Every_error_of_every_section_is_listed_with_its_place_and_what_is_allowed()
    {
        var errors = ErrorsOf(
            ("Section:Count", "-1"),
            ("Section:Pause", "bla"),
            ("Section:Longest", "1"),
            ("section:share", "1,5"),
            ("Section:Rule", "Sometimes"),
            ("Section:Inner:IsOn", "perhaps"),
            ("Section:Inner:Isoff", "true"),
            ("Section:Inner:Part", "1.5"),
            ("Other:Size", "large"));

        string[] expected =
        [
            $"Section:Longest is \"1\", {Times}",
            $"Section:Pause is \"bla\", {Times}",
            "Section:Share is \"1,5\", must be a number, as 0.5.",
            "Section:Rule is \"Sometimes\", must be one of Always, Never.",
            "Section:Inner:IsOn is \"perhaps\", must be true or false.",
            "Section:Inner:Isoff doesn't exist; these do: IsOn, Part.",
            "Section:Inner:Part is 1.5, must be from 0 to 1.",
            "Section:Count is -1, must be from 0 to 10.",
            "Section:Count must be positive, because it counts.",
            "Other:Size is \"large\", must be a whole number.",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), errors.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Section:Rule", "7", "one of Always, Never")]
    [InlineData("Section:Count:Inner", "7", "a whole number")]
    public void A_number_is_no_word_and_a_section_no_number(string name, string value, string allowed) =>
        Assert.EndsWith($"must be {allowed}.", Assert.Single(ErrorsOf((name, value))), StringComparison.Ordinal);

    [Theory]
    [InlineData("1")]
    [InlineData("0.5")]
    [InlineData("00:10")]
    [InlineData("10s")]
    [InlineData("00:00:61")]
    [InlineData("")]
    public void A_time_that_could_mean_something_else_is_refused(string text) =>
        Assert.Equal($"Section:Pause is \"{text}\", {Times}", Assert.Single(ErrorsOf(("Section:Pause", text))));

    [Theory]
    [InlineData("00:00:10", 10)]
    [InlineData("1.00:00:00", 86_400)]
    [InlineData("0:0:1.5", 1.5)]
    public void A_time_of_hours_minutes_and_seconds_is_taken(string text, double seconds)
    {
        using var host = Build(("Section:Pause", text), ("Section:Longest", ""), ("Section:Words:0", "one"), ("Section:Count", "7"), ("Section:Inner:IsOn", "true"));
        host.Services.GetRequiredService<IStartupValidator>().Validate();

        var options = host.Services.GetRequiredService<IOptions<Options>>().Value;
        Assert.Equal(TimeSpan.FromSeconds(seconds), options.Pause);
        Assert.Equal((7, null, true, "one"), (options.Count, options.Longest, options.Inner.IsOn, Assert.Single(options.Words)));
    }

    private static List<string> ErrorsOf(params (string Name, string Value)[] settings)
    {
        using var host = Build(settings);
        return Assert.ThrowsAny<Exception>(host.Services.GetRequiredService<IStartupValidator>().Validate) switch
        {
            AggregateException many => [.. many.InnerExceptions.Cast<OptionsValidationException>().SelectMany(each => each.Failures)],
            var one => [.. Assert.IsType<OptionsValidationException>(one).Failures],
        };
    }

    private static IHost Build(params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        foreach (var (name, value) in settings)
            builder.Configuration[name] = value;
        builder.Services.AddSectionOptions<Options>("Section");
        builder.Services.AddSectionOptions<OtherOptions>("Other");
        return builder.Build();
    }

    private enum Rule
    {
        Always,
        Never,
    }

    private sealed class Options : IValidatableObject
    {
        [Range(0, 10)]
        public int Count { get; set; }

        public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(1);

        public TimeSpan? Longest { get; set; }

        public double? Share { get; set; }

        public Rule Rule { get; set; }

        public string[] Words { get; set; } = [];

        public InnerOptions Inner { get; set; } = new();

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
            Count >= 0 ? [] : [new("must be positive, because it counts", [nameof(Count)])];
    }

    private sealed class InnerOptions
    {
        public bool IsOn { get; set; }

        [Range(0.0, 1.0)]
        public double Part { get; set; }
    }

    private sealed class OtherOptions
    {
        public int Size { get; set; }
    }
}
