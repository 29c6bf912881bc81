using Microsoft.Extensions.Configuration;
using OpenTelemetry;

namespace IotAspire.ServiceDefaults;

/// <summary>Exports by OTLP only.</summary>
internal static class TelemetryExport
{
    /// <summary>Samplers in addition to OpenTelemetry's: none.</summary>
    public static IReadOnlyList<string> Samplers { get; } = [];

    public static bool IsWanted(IConfiguration configuration) => false;

    public static void UseExporter(this OpenTelemetryBuilder telemetry, IConfiguration configuration)
    {
    }
}
