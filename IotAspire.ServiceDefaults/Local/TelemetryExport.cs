using Microsoft.Extensions.Configuration;
using OpenTelemetry;

namespace IotAspire.ServiceDefaults;

/// <summary>The seam: nothing beside OTLP.</summary>
internal static class TelemetryExport
{
    /// <summary>Samplers beside OpenTelemetry's own.</summary>
    public static IReadOnlyList<string> Samplers { get; } = [];

    public static bool IsWanted(IConfiguration configuration) => false;

    public static void UseExporter(this OpenTelemetryBuilder telemetry, IConfiguration configuration)
    {
    }
}
