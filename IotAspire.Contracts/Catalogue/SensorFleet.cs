using System.Globalization;

namespace IotAspire.Contracts.Catalogue;

/// <summary>Many sensors made of few. Pure: every service that is told the same number gets the same fleet.</summary>
public static class SensorFleet
{
    /// <summary>Largest fleet.</summary>
    public const int MaximumSensors = 1_000_000;

    private const int NumberLength = 7;
    private const double LongestLatitude = 90;
    private const double LongestLongitude = 180;

    /// <summary>
    /// Copies of the catalogue side by side, as if the building stood again and again, until there are <paramref name="count"/>
    /// sensors. Each has an id with a number of its own, and its place in its own building.
    /// </summary>
    /// <param name="catalogue">What is copied; none of its own ids is in the fleet.</param>
    /// <param name="count">From 1 to <see cref="MaximumSensors"/>.</param>
    public static SensorCatalogue Clone(SensorCatalogue catalogue, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaximumSensors);
        var models = catalogue.Sensors;
        var (height, width) = (Extent(models, sensor => sensor.Latitude), Extent(models, sensor => sensor.Longitude));
        // A grid of buildings about as wide as high.
        var columns = (int)Math.Ceiling(Math.Sqrt(((double)count / models.Count) + 1));
        var sensors = new Sensor[count];
        for (var index = 0; index < count; index++)
        {
            var (building, model) = int.DivRem(index, models.Count);
            var (row, column) = int.DivRem(building, columns);
            sensors[index] = models[model] with
            {
                SensorId = NumberedId(models[model].SensorId, index),
                Latitude = Wrap(models[model].Latitude + (row * height), LongestLatitude),
                Longitude = Wrap(models[model].Longitude + (column * width), LongestLongitude),
            };
        }

        return new(sensors);
    }

    // Unique, because the number is; cut where it would become too long.
    private static string NumberedId(string sensorId, int index)
    {
        var room = SensorIds.MaximumLength - NumberLength - 1;
        var number = index.ToString($"d{NumberLength}", CultureInfo.InvariantCulture);
        return string.Concat(sensorId.AsSpan(0, Math.Min(sensorId.Length, room)), "-", number);
    }

    // A building and the distance to the next one.
    private static double Extent(IReadOnlyList<Sensor> sensors, Func<Sensor, double> coordinate) =>
        Math.Max(1e-6, (sensors.Max(coordinate) - sensors.Min(coordinate)) * 1.5);

    private static double Wrap(double degrees, double bound)
    {
        var turned = (degrees + bound) % (2 * bound);
        return (turned < 0 ? turned + (2 * bound) : turned) - bound;
    }
}
