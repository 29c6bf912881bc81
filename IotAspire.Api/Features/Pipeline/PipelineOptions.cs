using System.ComponentModel.DataAnnotations;

namespace IotAspire.Api.Features.Pipeline;

/// <summary>Configuration section <c>Pipeline</c>.</summary>
internal sealed class PipelineOptions
{
    public const string Section = "Pipeline";

    /// <summary>A partition that is further behind makes <c>/health</c> Degraded.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan HealthyLag { get; set; } = TimeSpan.FromMinutes(1);
}
