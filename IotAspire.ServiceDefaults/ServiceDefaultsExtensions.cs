using IotAspire.ServiceDefaults.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace IotAspire.ServiceDefaults;

/// <summary>What every service gets: logging, telemetry, health checks. No service calls another over HTTP.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Adds the defaults. Call it first.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddVisibleConsole();
        builder.AddTelemetry();
        builder.AddDefaultHealthChecks();
        return builder;
    }

    /// <summary>Maps <c>/health</c> and <c>/alive</c>.</summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthEndpoints();
        return app;
    }
}
