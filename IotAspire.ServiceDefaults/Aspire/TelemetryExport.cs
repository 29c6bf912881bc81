using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;

namespace IotAspire.ServiceDefaults;

/// <summary>The seam: Application Insights, where its connection string says that it is there.</summary>
internal static class TelemetryExport
{
    /// <summary>The name under which Aspire injects it and Azure's own tools look for it.</summary>
    private const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>Samplers beside OpenTelemetry's own: Azure Monitor's exporter brings them.</summary>
    public static IReadOnlyList<string> Samplers { get; } = ["microsoft.fixed_percentage", "microsoft.rate_limited"];

    public static void UseEditionExporter(this OpenTelemetryBuilder telemetry, IConfiguration configuration)
    {
        if (configuration[ConnectionString] is { Length: > 0 } connectionString)
            telemetry.UseAzureMonitorExporter(options => options.ConnectionString = connectionString);
    }
}
