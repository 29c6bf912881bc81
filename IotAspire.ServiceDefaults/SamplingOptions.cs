namespace IotAspire.ServiceDefaults;

/// <summary>
/// Which traces are kept: OpenTelemetry's own variables, which its SDK reads by itself. It ignores what it doesn't understand and
/// keeps everything then, so they are read here, too, to be checked.
/// </summary>
internal sealed class SamplingOptions
{
    public const string SamplerKey = "OTEL_TRACES_SAMPLER";
    public const string ArgumentKey = "OTEL_TRACES_SAMPLER_ARG";

    public string? Sampler { get; set; }

    public string? Argument { get; set; }
}
