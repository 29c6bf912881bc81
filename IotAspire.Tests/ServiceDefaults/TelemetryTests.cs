using IotAspire.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace IotAspire.Tests.ServiceDefaults;

public sealed class TelemetryTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData(" ", false)]
    [InlineData("http://localhost:4317", true)]
    public void Where_nothing_is_exported_nothing_is_recorded(string? endpoint, bool isRecorded)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint;
        builder.AddTelemetry();
        using var host = builder.Build();

        Assert.Equal(isRecorded, host.Services.GetService<TracerProvider>() is not null);
        Assert.Equal(isRecorded, host.Services.GetService<MeterProvider>() is not null);
        Assert.Equal(isRecorded, host.Services.GetServices<ILoggerProvider>().OfType<OpenTelemetryLoggerProvider>().Any());
    }
}
