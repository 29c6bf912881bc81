using FastEndpoints;
using IotAspire.Api.Features.Selection;

namespace IotAspire.Api.Features.Sensors.Get;

internal sealed class Endpoint(SensorSelection selection) : Endpoint<Request, SensorResponse>
{
    public override void Configure()
    {
        Get("sensors/{sensorId}");
        Summary(summary =>
        {
            summary.Summary = "One sensor";
            summary.ResponseExamples[StatusCodes.Status200OK] = SensorResponse.Example;
        });
        Description(endpoint => endpoint.WithTags("Sensors").WithName("GetSensor").ProducesProblemDetails(StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(Request req, CancellationToken ct) =>
        await Send.OkAsync(SensorResponse.Of(await selection.FindAsync(req.SensorId, ct)), ct);
}
