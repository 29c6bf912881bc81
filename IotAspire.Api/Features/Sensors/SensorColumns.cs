using IotAspire.Api.Formats;
using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Sensors;

/// <summary>What is known of a sensor, as columns.</summary>
internal static class SensorColumns
{
    /// <summary>A sensor for the document.</summary>
    public static readonly object Example = new
    {
        sensorId = "kitchen-temperature",
        type = "temperature",
        unit = "°C",
        latitude = 85,
        longitude = 20,
        rangeMinimum = 0,
        rangeMaximum = 45,
        description = "Kitchen",
        expectedIntervalMs = 1000,
        origin = "catalogue",
    };

    public static readonly IReadOnlyList<FieldOf<SensorRow>> All =
    [
        new(new("sensorId", ValueKind.Text, "Id of the sensor."), (rows, sensor) => rows.Add(sensor.SensorId)),
        new(new("type", ValueKind.Text, "Measured quantity; null if no catalogue describes the sensor.", IsNullable: true), (rows, sensor) => rows.Add(sensor.Type)),
        new(new("unit", ValueKind.Text, "Unit of the values."), (rows, sensor) => rows.Add(sensor.Unit)),
        new(new("latitude", ValueKind.Number, "Coordinate on the floor plan.", IsNullable: true), (rows, sensor) => rows.Add(sensor.Latitude)),
        new(new("longitude", ValueKind.Number, "Coordinate on the floor plan.", IsNullable: true), (rows, sensor) => rows.Add(sensor.Longitude)),
        new(new("rangeMinimum", ValueKind.Number, "Lowest plausible value.", IsNullable: true, Unit: Field.SensorsUnit), (rows, sensor) => rows.Add(sensor.RangeMinimum)),
        new(new("rangeMaximum", ValueKind.Number, "Highest plausible value.", IsNullable: true, Unit: Field.SensorsUnit), (rows, sensor) => rows.Add(sensor.RangeMaximum)),
        new(new("description", ValueKind.Text, "Description of the sensor.", IsNullable: true), (rows, sensor) => rows.Add(sensor.Description)),
        new(new("expectedIntervalMs", ValueKind.Integer, "Expected time between two readings.", IsNullable: true, Unit: "ms"), (rows, sensor) => rows.Add((long?)sensor.ExpectedIntervalMs)),
        new(new("origin", ValueKind.Text, "catalogue, or reading if no catalogue describes the sensor."), (rows, sensor) => rows.Add(sensor.Origin)),
    ];
}
