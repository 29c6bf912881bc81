using FastEndpoints;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Formats;
using IotAspire.Api.Hosting;
using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Sensors.List;

internal sealed class Endpoint(SensorSelection selection) : Endpoint<Request, Response>
{
    public override void Configure()
    {
        Get("sensors");
        Summary(summary =>
        {
            summary.Summary = "The sensors, or some of them";
            summary.ResponseExamples[StatusCodes.Status200OK] = new Response([SensorResponse.Example], Next: null);
        });
        Description(endpoint => endpoint.WithTags("Sensors").WithName("ListSensors").AnswersTable<Response>(StatusCodes.Status404NotFound), clearDefaults: false);
    }

    public override async Task HandleAsync(Request req, CancellationToken ct)
    {
        var sensors = SensorSelection.After(await selection.FindAsync(req, ct), Cursor.Of(req.Cursor));
        var rows = new ListRows<SensorRow>(
            SensorColumns.All, sensors, sensor => new(sensor.SensorId, default), TableAnswer.LimitOf(HttpContext, req));
        await TableAnswer.SendAsync(HttpContext, req, rows, new("sensors", []), [], ct);
    }
}
