using FastEndpoints;

namespace IotAspire.Api.Features.Sensors.Get;

internal sealed class Endpoint(SensorLookup sensors) : Endpoint<Request, SensorResponse>
{
    public override void Configure()
    {
        Get("sensors/{sensorId}");
        Summary(summary => summary.Summary = "One sensor");
        Description(endpoint => endpoint.WithTags("Sensors").WithName("GetSensor").ProducesProblemDetails(StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(Request req, CancellationToken ct)
    {
        if (await sensors.FindAsync(req.SensorId, ct) is not { } sensor)
            ThrowError(request => request.SensorId, SensorLookup.NotFound(req.SensorId), StatusCodes.Status404NotFound);
        else
            await Send.OkAsync(SensorResponse.Of(sensor), ct);
    }
}
