using FastEndpoints;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Aggregates.List;

internal sealed class Endpoint(SensorLookup sensors, Query query, TimeProvider clock) : Endpoint<Request, Response>
{
    // An hour of minutes, two and a half days of hours, two months of days.
    private const int DefaultBuckets = 60;

    public override void Configure()
    {
        Get("aggregates");
        Summary(summary => summary.Summary = "Rollups of a sensor in a range of time");
        Description(endpoint => endpoint.WithTags("Aggregates").WithName("ListAggregates").ProducesProblemDetails(StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(Request req, CancellationToken ct)
    {
        if (await sensors.FindAsync(req.SensorId, ct) is not { } sensor)
        {
            ThrowError(request => request.SensorId, SensorLookup.NotFound(req.SensorId), StatusCodes.Status404NotFound);
            return;
        }

        var level = RollupLevel.All.Single(level => level.Name == (req.Bucket ?? RollupLevel.Minute.Name));
        var range = TimeRange.Of(req.From, req.To, level.Size * DefaultBuckets, clock);
        if (range.IsEmpty)
            ThrowError(request => request.From, RangeRequest.NothingYet);
        var page = new Page(req, range);
        var aggregates = await query.ListAsync(sensor, level, page.Range, page.Limit + 1, ct);
        var next = page.CutOff(aggregates, aggregate => aggregate.BucketStart, HttpContext);
        await Send.OkAsync(new(range.From, range.To, level.Name, aggregates, next), ct);
    }
}
