using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IotAspire.Api.Features.Pipeline;

internal static class PipelineRegistration
{
    private static readonly TimeSpan HealthTime = TimeSpan.FromSeconds(5);

    public static void AddPipeline(this WebApplicationBuilder builder)
    {
        builder.Services.AddSectionOptions<PipelineOptions>(PipelineOptions.Section);
        builder.Services.AddSingleton<IngestRates>();
        builder.Services.AddHostedService<RateSampling>();
        builder.Services.AddHealthChecks().AddCheck<PipelineHealthCheck>("pipeline", HealthStatus.Degraded, tags: [], timeout: HealthTime);
    }
}
