using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace IotAspire.ServiceDefaults;

internal static class Telemetry
{
    /// <summary>Every source and meter of ours begins so. Storage adds the driver's itself.</summary>
    private const string OurNames = "IotAspire.*";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SamplingOptions>()
            .Configure<IConfiguration>((options, configuration) =>
                (options.Sampler, options.Argument) = (configuration[SamplingOptions.SamplerKey], configuration[SamplingOptions.ArgumentKey]))
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SamplingOptions>, SamplingOptionsValidator>();
        // What there is to tell. Only who exports it makes the providers: without them nobody listens, and no span is made.
        builder.Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddMeter(OurNames));
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing
            .AddSource(OurNames)
            .AddAspNetCoreInstrumentation(options => options.Filter = context => !HealthEndpoints.IsProbe(context.Request.Path)));
        builder.AddExporters();
    }

    private static void AddExporters(this IHostApplicationBuilder builder)
    {
        var exportsOtlp = !string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        if (!exportsOtlp && !TelemetryExport.IsWanted(builder.Configuration))
            return;
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        builder.Services.AddHostedService<TelemetryStop>();
        var telemetry = builder.Services.AddOpenTelemetry().WithMetrics().WithTracing();
        if (exportsOtlp)
            telemetry.UseOtlpExporter();
        if (TelemetryExport.IsWanted(builder.Configuration))
            telemetry.UseExporter(builder.Configuration);
    }
}
