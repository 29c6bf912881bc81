using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace IotAspire.Tests.LocalDashboard;

/// <summary>A service's tracing with the real exporter.</summary>
internal sealed class Exporting : IDisposable
{
    private readonly TracerProvider _provider;

    public Exporting(RunningDashboard dashboard, string service)
    {
        Source = new ActivitySource($"IotAspire.Tests.{Guid.NewGuid():N}");
        _provider = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService(service))
            .AddSource(Source.Name)
            .AddOtlpExporter(options =>
            {
                options.Endpoint = new Uri(dashboard.Server.Address, "v1/traces");
                options.Protocol = OtlpExportProtocol.HttpProtobuf;
                options.Headers = dashboard.Server.OtlpHeaders;
            })
            .Build();
    }

    public ActivitySource Source { get; }

    public void Flush() => Assert.True(_provider.ForceFlush(10_000), "the exporter couldn't deliver");

    public void Dispose()
    {
        _provider.Dispose();
        Source.Dispose();
    }
}
