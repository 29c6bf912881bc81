using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace IotAspire.ServiceDefaults;

internal static class Telemetry
{
    /// <summary>The names of all our sources and meters. Storage adds those of the driver.</summary>
    private const string OurNames = "IotAspire.*";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SamplingOptions>()
            .Configure<IConfiguration>((options, configuration) =>
                (options.Sampler, options.Argument) = (configuration[SamplingOptions.SamplerKey], configuration[SamplingOptions.ArgumentKey]))
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SamplingOptions>, SamplingOptionsValidator>();
        // Only an exporter creates the providers: without them nothing listens, and no span is created.
        builder.Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddMeter(OurNames));
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing
            .AddSource(OurNames)
            .AddAspNetCoreInstrumentation(options => options.Filter = context => !ServiceDefaultsExtensions.IsProbe(context.Request.Path)));
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

/// <summary>
/// Shuts telemetry down within a second, whether or not a collector answers. By default the three providers wait for up to
/// five seconds, one after another, and Aspire has the exporters of every project retry as long as they may.
/// </summary>
internal sealed class TelemetryStop(TracerProvider traces, MeterProvider metrics, LoggerProvider logs) : IHostedLifecycleService, IDisposable
{
    private const int Milliseconds = 700;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // After the last log message of the services, and while the exporters can still get an HTTP client from the container.
    public Task StoppedAsync(CancellationToken cancellationToken) => ShutDownAsync();

    // If the host failed to start. The container disposes of this before the providers, because it created them before; shutting them down
    // a second time does nothing.
    public void Dispose() => ShutDownAsync().Wait(CancellationToken.None);

    // Each waits on its own thread: in turn, as a busy pool might have it, they would take three seconds.
    private Task<bool[]> ShutDownAsync()
    {
        Func<bool>[] shutdowns = [() => traces.Shutdown(Milliseconds), () => metrics.Shutdown(Milliseconds), () => logs.Shutdown(Milliseconds)];
        return Task.WhenAll(shutdowns.Select(shutdown => Task.Factory.StartNew(shutdown, default, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
    }
}
