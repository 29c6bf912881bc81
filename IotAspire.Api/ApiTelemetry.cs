using System.Diagnostics.Metrics;
using IotAspire.Api.Features.Live;
using Microsoft.AspNetCore.Http.Features;

namespace IotAspire.Api;

/// <summary>
/// Metrics of the service in addition to those of requests (https://opentelemetry.io/docs/specs/semconv/http/) and their statements, which
/// ASP.NET Core and Storage tell. Ours: the conventions don't know how much an answer holds, nor who listens to a stream.
/// </summary>
internal sealed class ApiTelemetry
{
    private readonly Counter<long> _rows;

    public ApiTelemetry(IMeterFactory meters, WatchedSensors watched)
    {
        var meter = meters.Create("IotAspire.Api");
        _rows = meter.CreateCounter<long>("iotaspire.api.rows", "{row}", "Rows that requests were answered with, by format.");
        meter.CreateObservableUpDownCounter("iotaspire.api.live.readers", () => watched.Readers, "{reader}", "Readers of the live stream.");
    }

    /// <summary>An answer is written; the request's span says how much it holds.</summary>
    public void Answered(HttpContext http, string format, long rows)
    {
        _rows.Add(rows, new KeyValuePair<string, object?>("format", format));
        http.Features.Get<IHttpActivityFeature>()?.Activity.SetTag("iotaspire.answer.format", format).SetTag("iotaspire.answer.rows", rows);
    }
}
