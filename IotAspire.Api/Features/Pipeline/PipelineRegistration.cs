using IotAspire.ServiceDefaults;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Features.Pipeline;

internal static class PipelineRegistration
{
    private static readonly TimeSpan HealthTime = TimeSpan.FromSeconds(5);

    public static void AddPipeline(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<PipelineOptions>(PipelineOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<PipelineOptions>, PipelineOptionsValidator>();
        builder.Services.AddSingleton<IngestRates>();
        builder.Services.AddHostedService<RateSampling>();
        builder.Services.AddHealthChecks().AddCheck<PipelineHealthCheck>("pipeline", HealthStatus.Degraded, tags: [], timeout: HealthTime);
    }
}
