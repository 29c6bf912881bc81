using System.Globalization;
using Microsoft.Extensions.Options;

namespace IotAspire.ServiceDefaults;

/// <summary>
/// Which traces are kept: OpenTelemetry's own variables, which its SDK reads by itself. The SDK ignores values that it doesn't know and keeps
/// every trace then, so the values are validated here.
/// </summary>
internal sealed class SamplingOptions
{
    public const string SamplerKey = "OTEL_TRACES_SAMPLER";
    public const string ArgumentKey = "OTEL_TRACES_SAMPLER_ARG";

    public string? Sampler { get; set; }

    public string? Argument { get; set; }
}

internal sealed class SamplingOptionsValidator : IValidateOptions<SamplingOptions>
{
    private const string Ratio = "traceidratio";

    // Those of the SDK, in its order, and those of the additional exporter.
    private static readonly string[] Samplers =
        ["always_on", "always_off", Ratio, "parentbased_always_on", "parentbased_always_off", $"parentbased_{Ratio}", .. TelemetryExport.Samplers];

    public ValidateOptionsResult Validate(string? name, SamplingOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (options.Sampler is { Length: > 0 } sampler && !Samplers.Contains(sampler, StringComparer.OrdinalIgnoreCase))
            errors.AddError($"{SamplingOptions.SamplerKey} is {sampler}, must be one of {string.Join(", ", Samplers)}.");
        // The other samplers have no argument, and one that is left over does no harm.
        if (options.Sampler?.EndsWith(Ratio, StringComparison.OrdinalIgnoreCase) == true && options.Argument is { Length: > 0 } argument && !IsRatio(argument))
            errors.AddError($"{SamplingOptions.ArgumentKey} is {argument}, must be from 0 to 1, such as 0.1 for a tenth of the traces.");
        return errors.Build();
    }

    private static bool IsRatio(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1;
}
