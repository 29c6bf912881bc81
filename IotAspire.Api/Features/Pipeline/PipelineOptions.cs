using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Features.Pipeline;

/// <summary>Configuration section <c>Pipeline</c>.</summary>
internal sealed class PipelineOptions
{
    public const string Section = "Pipeline";

    /// <summary>A partition that is further behind makes <c>/health</c> Degraded.</summary>
    public TimeSpan HealthyLag { get; set; } = TimeSpan.FromMinutes(1);
}

internal sealed class PipelineOptionsValidator : IValidateOptions<PipelineOptions>
{
    public ValidateOptionsResult Validate(string? name, PipelineOptions options) => new OptionsErrors(PipelineOptions.Section)
        .Range(nameof(options.HealthyLag), options.HealthyLag, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30))
        .Result;
}
