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
        new(new("sensorId", ValueKind.Text, "Its id everywhere in this API."), (rows, sensor) => rows.Add(sensor.SensorId)),
        new(new("type", ValueKind.Text, "What is measured; null while no catalogue describes the sensor.", IsNullable: true), (rows, sensor) => rows.Add(sensor.Type)),
        new(new("unit", ValueKind.Text, "Unit of every value."), (rows, sensor) => rows.Add(sensor.Unit)),
        new(new("latitude", ValueKind.Number, "Its coordinate on the floor plan.", IsNullable: true), (rows, sensor) => rows.Add(sensor.Latitude)),
        new(new("longitude", ValueKind.Number, "Its coordinate on the floor plan.", IsNullable: true), (rows, sensor) => rows.Add(sensor.Longitude)),
        new(new("rangeMinimum", ValueKind.Number, "Lowest value that it can truthfully give.", IsNullable: true, Unit: Field.SensorsUnit), (rows, sensor) => rows.Add(sensor.RangeMinimum)),
        new(new("rangeMaximum", ValueKind.Number, "Highest value that it can truthfully give.", IsNullable: true, Unit: Field.SensorsUnit), (rows, sensor) => rows.Add(sensor.RangeMaximum)),
        new(new("description", ValueKind.Text, "Where or what it is.", IsNullable: true), (rows, sensor) => rows.Add(sensor.Description)),
        new(new("expectedIntervalMs", ValueKind.Integer, "Expected time from one reading to the next.", IsNullable: true, Unit: "ms"), (rows, sensor) => rows.Add((long?)sensor.ExpectedIntervalMs)),
        new(new("origin", ValueKind.Text, "catalogue, or reading for a sensor that no catalogue describes."), (rows, sensor) => rows.Add(sensor.Origin)),
    ];
}
