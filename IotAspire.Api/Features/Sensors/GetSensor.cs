using System.ComponentModel;
using FastEndpoints;
using IotAspire.Api.Documentation;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Formats;
using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Sensors;

internal sealed class GetSensor(SensorSelection selection) : Endpoint<GetSensorRequest>
{
    public override void Configure()
    {
        Get("sensors/{sensorId}");
        Summary(summary =>
        {
            summary.Summary = "One sensor";
            summary.ResponseExamples[StatusCodes.Status200OK] = SensorColumns.Example;
        });
        Description(endpoint => endpoint.WithTags("Sensors").WithName("GetSensor").AnswersRow(ListSensors.Table));
    }

    public override async Task HandleAsync(GetSensorRequest req, CancellationToken ct)
    {
        var sensor = new ListRows<SensorRow>(SensorColumns.All, [await selection.FindAsync(req.SensorId, ct)], sensor => new(sensor.SensorId, default), limit: null);
        await TableAnswer.SendRowAsync(HttpContext, sensor, ct);
    }
}

internal sealed class GetSensorRequest
{
    [Description("Id of the sensor.")]
    public string SensorId { get; set; } = "";
}
