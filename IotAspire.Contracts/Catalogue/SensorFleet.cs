using System.Globalization;

namespace IotAspire.Contracts.Catalogue;

/// <summary>Makes many sensors of few. Pure: every service with the same number gets the same fleet.</summary>
public static class SensorFleet
{
    /// <summary>The size of the largest fleet.</summary>
    public const int MaxSensors = 1_000_000;

    private const int NumberLength = 7;

    // So far apart that a building's own rooms are nearer than the next building.
    private const double Spacing = 1.5;

    /// <summary>
    /// Copies of the catalogue side by side, as if the building stood again and again, until there are <paramref name="count"/>
    /// sensors. Each has an id with a unique number and a place in its own building; all are made smaller where they would
    /// not find room between the poles.
    /// </summary>
    /// <param name="catalogue">The sensors to copy. The fleet contains none of their ids.</param>
    /// <param name="count">From 1 to <see cref="MaxSensors"/>.</param>
    public static SensorCatalogue Clone(SensorCatalogue catalogue, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxSensors);
        var models = catalogue.Sensors;
        var (south, west) = (models.Min(sensor => sensor.Latitude), models.Min(sensor => sensor.Longitude));
        var height = Math.Max(1e-6, models.Max(sensor => sensor.Latitude) - south) * Spacing;
        var width = Math.Max(1e-6, models.Max(sensor => sensor.Longitude) - west) * Spacing;
        var buildings = (count + models.Count - 1) / models.Count;
        var columns = (int)Math.Ceiling(Math.Sqrt(buildings));
        var scale = Math.Min(1, Math.Min(180 / (height * columns), 360 / (width * columns)));
        var sensors = new Sensor[count];
        for (var index = 0; index < count; index++)
        {
            var (building, model) = int.DivRem(index, models.Count);
            var (row, column) = int.DivRem(building, columns);
            sensors[index] = models[model] with
            {
                SensorId = NumberedId(models[model].SensorId, index),
                Latitude = -90 + (scale * ((row * height) + models[model].Latitude - south)),
                Longitude = -180 + (scale * ((column * width) + models[model].Longitude - west)),
            };
        }

        return new(sensors);
    }

    // Unique, because the number is; cut where it would become too long.
    private static string NumberedId(string sensorId, int index)
    {
        var room = SensorIds.MaxLength - NumberLength - 1;
        var number = index.ToString($"d{NumberLength}", CultureInfo.InvariantCulture);
        return string.Concat(sensorId.AsSpan(0, Math.Min(sensorId.Length, room)), "-", number);
    }
}
