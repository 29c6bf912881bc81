using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;

namespace IotAspire.ServiceDefaults;

/// <summary>Exports to Application Insights, if its connection string is configured.</summary>
internal static class TelemetryExport
{
    /// <summary>The name under which Aspire injects it and Azure's own tools look for it.</summary>
    private const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>Samplers in addition to OpenTelemetry's: those of Azure Monitor's exporter.</summary>
    public static IReadOnlyList<string> Samplers { get; } = ["microsoft.fixed_percentage", "microsoft.rate_limited"];

    public static bool IsWanted(IConfiguration configuration) => !string.IsNullOrEmpty(configuration[ConnectionString]);

    /// <summary>Only where it <see cref="IsWanted"/>.</summary>
    public static void UseExporter(this OpenTelemetryBuilder telemetry, IConfiguration configuration) =>
        telemetry.UseAzureMonitorExporter(options => options.ConnectionString = configuration[ConnectionString]);
}
