using FastEndpoints;
using IotAspire.Api.Times;

namespace IotAspire.Api.Features.Readings.List;

internal sealed class Endpoint(SensorLookup sensors, Query query, TimeProvider clock) : Endpoint<Request, Response>
{
    private static readonly TimeSpan DefaultLength = TimeSpan.FromHours(1);

    public override void Configure()
    {
        Get("readings");
        Summary(summary => summary.Summary = "Raw readings of a sensor in a range of time");
        Description(endpoint => endpoint.WithTags("Readings").WithName("ListReadings").ProducesProblemDetails(StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(Request req, CancellationToken ct)
    {
        if (await sensors.FindAsync(req.SensorId, ct) is not { } sensor)
        {
            ThrowError(request => request.SensorId, SensorLookup.NotFound(req.SensorId), StatusCodes.Status404NotFound);
            return;
        }

        var range = TimeRange.Of(req.From, req.To, DefaultLength, clock);
        if (range.IsEmpty)
            ThrowError(request => request.From, RangeRequest.NothingYet);
        var page = new Page(req, range);
        var readings = await query.ListAsync(sensor, page.Range, page.Limit + 1, ct);
        var next = page.CutOff(readings, reading => reading.MeasuredAt, HttpContext);
        await Send.OkAsync(new(range.From, range.To, readings, next), ct);
    }
}
