using Microsoft.Extensions.Configuration;
using OpenTelemetry;

namespace IotAspire.ServiceDefaults;

/// <summary>The seam: nothing beside OTLP.</summary>
internal static class TelemetryExport
{
    public static void UseEditionExporter(this OpenTelemetryBuilder telemetry, IConfiguration configuration)
    {
    }
}
