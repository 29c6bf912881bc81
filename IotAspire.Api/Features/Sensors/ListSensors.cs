using FastEndpoints;
using IotAspire.Api.Documentation;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Formats;
using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Sensors;

internal sealed class ListSensors(SensorSelection selection) : Endpoint<ListSensorsRequest>
{
    public static readonly TableDescription Table = new(
        "Sensor", "A sensor.", "sensors", "In the order of registration.", [], [[.. SensorColumns.All.Select(column => column.Field)]]);

    public override void Configure()
    {
        Get("sensors");
        Summary(summary =>
        {
            summary.Summary = "Sensors";
            summary.ResponseExamples[StatusCodes.Status200OK] = new { sensors = new[] { SensorColumns.Example }, next = (string?)null };
        });
        Description(endpoint => endpoint.WithTags("Sensors").WithName("ListSensors").AnswersTable(Table, StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(ListSensorsRequest req, CancellationToken ct)
    {
        var sensors = SensorSelection.After(await selection.FindAsync(req, ct), Cursor.Of(req.Cursor));
        var rows = new ListRows<SensorRow>(
            SensorColumns.All, sensors, sensor => new(sensor.SensorId, default), TableAnswer.LimitOf(HttpContext, req));
        await TableAnswer.SendAsync(HttpContext, req, rows, Table.Envelope(), [], ct);
    }
}

internal sealed class ListSensorsRequest : TableRequest;

internal sealed class ListSensorsValidator : TableRequestValidator<ListSensorsRequest>;
