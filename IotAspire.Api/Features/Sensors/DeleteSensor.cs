using System.ComponentModel;
using System.Globalization;
using FastEndpoints;
using IotAspire.Api.Documentation;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Hosting;
using IotAspire.Storage.Ingest;

namespace IotAspire.Api.Features.Sensors;

internal sealed class DeleteSensor(SensorRemoval removal, SensorDirectory directory) : Endpoint<DeleteSensorRequest>
{
    public override void Configure()
    {
        Delete("sensors/{sensorId}");
        Summary(summary => summary.Summary = "Remove a sensor without readings");
        Description(
            endpoint => endpoint
                .WithTags("Sensors")
                .WithName("DeleteSensor")
                .WithDescription("Only for a sensor without stored readings. The sensor is registered again with its first reading or, if the catalogue describes it, when an Aggregator starts.")
                .Produces(StatusCodes.Status204NoContent)
                .Refuses(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict),
            clearDefaults: true);
    }

    public override async Task HandleAsync(DeleteSensorRequest req, CancellationToken ct)
    {
        var (outcome, readings) = await removal.RemoveAsync(req.SensorId, ct);
        if (outcome == SensorRemovalOutcome.Unknown)
            throw SensorSelection.NotFound(await directory.GetAsync(ct), [req.SensorId]);
        if (outcome == SensorRemovalOutcome.HasReadings)
        {
            var count = readings.ToString("N0", CultureInfo.InvariantCulture);
            await ProblemAnswer.WriteAsync(
                HttpContext, StatusCodes.Status409Conflict, $"The sensor \"{req.SensorId}\" has {count} {(readings == 1 ? "reading" : "readings")}. Only a sensor without readings can be removed.");
            return;
        }

        // This process must not answer with the cached sensor.
        await directory.RefreshAsync(ct);
        await Send.NoContentAsync(ct);
    }
}

internal sealed class DeleteSensorRequest
{
    [Description("Id of the sensor.")]
    public string SensorId { get; set; } = "";
}
