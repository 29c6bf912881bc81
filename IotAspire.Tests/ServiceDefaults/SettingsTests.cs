using IotAspire.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace IotAspire.Tests.ServiceDefaults;

public sealed class SettingsTests
{
    private const string Times = "must be hours, minutes and seconds, as 00:00:10, with days as 1.00:00:00.";

    [Fact]
    public void Every_value_that_cant_be_read_is_said_beside_what_validators_find()
    {
        var errors = ErrorsOf(
            ("Section:Count", "-1"),
            ("Section:Pause", "bla"),
            ("Section:Longest", "1"),
            ("section:share", "1,5"),
            ("Section:Rule", "Sometimes"),
            ("Section:Inner:IsOn", "perhaps"),
            ("Library:Size", "large"));

        Assert.Equal(
            [
                $"Section:Longest is \"1\", {Times}",
                $"Section:Pause is \"bla\", {Times}",
                "Section:Share is \"1,5\", must be a number, as 0.5.",
                "Section:Rule is \"Sometimes\", must be one of Always, Never.",
                "Section:Inner:IsOn is \"perhaps\", must be true or false.",
                "Section:Count is -1, must be from 0 to 10.",
                "Failed to convert configuration value 'large' at 'Library:Size' to type 'System.Int32'.",
            ],
            errors.Order(Comparer<string>.Create((one, other) => Rank(one).CompareTo(Rank(other)))));

        static int Rank(string error) => Array.FindIndex(["Longest", "Pause", "Share", "Rule", "IsOn", "Count", "Library"], word => error.Contains(word, StringComparison.Ordinal));
    }

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
        builder.Services.AddUnreadableSettings();
        // A library's options come first: their failure mustn't hide the others.
        builder.Services.AddOptions<LibraryOptions>().BindConfiguration("Library").ValidateOnStart();
        builder.Services.AddSettings<Options>("Section");
        builder.Services.AddSingleton<IValidateOptions<Options>, Validator>();
        return builder.Build();
    }

    private enum Rule
    {
        Always,
        Never,
    }

    private sealed class Options
    {
        public int Count { get; set; }

        public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(1);

        public TimeSpan? Longest { get; set; }

        public double? Share { get; set; }

        public Rule Rule { get; set; }

        public string[] Words { get; set; } = [];

        public InnerOptions Inner { get; set; } = new();
    }

    private sealed class InnerOptions
    {
        public bool IsOn { get; set; }
    }

    private sealed class LibraryOptions
    {
        public int Size { get; set; }
    }

    private sealed class Validator : IValidateOptions<Options>
    {
        public ValidateOptionsResult Validate(string? name, Options options) => new OptionsErrors("Section").Range(nameof(options.Count), options.Count, 0, 10).Result;
    }
}
