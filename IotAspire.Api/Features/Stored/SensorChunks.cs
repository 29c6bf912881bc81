using System.Numerics;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Api.Features.Stored;

/// <summary>
/// Sensors as many as one statement takes. Each with its range of time becomes a range of the primary key, so the rows come in the
/// order of the key without being sorted.
/// </summary>
internal static class SensorChunks
{
    private const int MaxSensors = 512;

    /// <param name="sensors">In the order of their numbers.</param>
    /// <param name="rowsPerSensor">Expected.</param>
    /// <param name="mostRows">How many rows the request needs at most; null: all.</param>
    public static IEnumerable<IReadOnlyList<SensorRow>> Of(IReadOnlyList<SensorRow> sensors, double rowsPerSensor, int? mostRows)
    {
        // For few rows, the server must not look for sensors that won't be in the answer.
        var size = mostRows is { } most ? (int)Math.Clamp(Math.Ceiling(most / Math.Max(rowsPerSensor, 1)), 1, MaxSensors) : MaxSensors;
        return sensors.Count <= size ? [sensors] : sensors.Chunk(size);
    }

    /// <summary>
    /// The condition for a number of sensors. There are few different ones, so that a session's prepared statements stay few: a list is
    /// as long as the next power of two.
    /// </summary>
    public static string Condition(int count) => count == 1
        ? "`sensor` = @s0"
        : $"`sensor` IN ({string.Join(',', Enumerable.Range(0, Slots(count)).Select(slot => $"@s{slot}"))})";

    /// <summary>The last sensor stands for those that the list is too long for.</summary>
    public static void AddParameters(MySqlCommand command, IReadOnlyList<SensorRow> sensors)
    {
        for (var slot = 0; slot < Slots(sensors.Count); slot++)
            command.Parameters.AddWithValue($"@s{slot}", sensors[Math.Min(slot, sensors.Count - 1)].Id);
    }

    private static int Slots(int count) => (int)BitOperations.RoundUpToPowerOf2((uint)count);
}
