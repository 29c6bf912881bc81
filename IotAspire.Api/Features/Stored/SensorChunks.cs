using System.Globalization;
using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Stored;

/// <summary>
/// Sensors as many as one statement takes. Their numbers are written out: each with its range of time becomes a range of the
/// primary key, so the rows come in the order of the key without being sorted.
/// </summary>
internal static class SensorChunks
{
    private const int MostSensors = 500;

    /// <param name="sensors">In the order of their numbers.</param>
    /// <param name="rowsPerSensor">Expected.</param>
    /// <param name="mostRows">How many rows the question needs at most; null: all.</param>
    public static IEnumerable<IReadOnlyList<SensorRow>> Of(IReadOnlyList<SensorRow> sensors, double rowsPerSensor, int? mostRows)
    {
        // Where few rows are asked for, the server shall not look for those of sensors that won't be in the answer.
        var size = mostRows is { } most ? (int)Math.Clamp(Math.Ceiling(most / Math.Max(rowsPerSensor, 1)), 1, MostSensors) : MostSensors;
        return sensors.Chunk(size);
    }

    public static string Condition(IReadOnlyList<SensorRow> sensors) => sensors.Count == 1
        ? string.Create(CultureInfo.InvariantCulture, $"`sensor` = {sensors[0].Id}")
        : $"`sensor` IN ({string.Join(',', sensors.Select(sensor => sensor.Id.ToString(CultureInfo.InvariantCulture)))})";
}
