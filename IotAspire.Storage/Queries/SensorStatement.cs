using System.Collections.Concurrent;
using System.Numerics;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Storage.Queries;

/// <summary>
/// Statements about sensors in a range of time. Each sensor with its range becomes a range of the primary key, so rows come in the key's
/// order without being sorted. The statements are prepared: numbers and times then travel as they are, not as text, which halves the cost
/// of a row at both ends. A session keeps what it has prepared, so there must be few different texts.
/// </summary>
internal static class SensorStatement
{
    private const int MaxSensors = 512;
    private static readonly ConcurrentDictionary<(Statement Statement, int Slots), string> Texts = new();

    /// <summary>Splits sensors into as many as one statement takes.</summary>
    /// <param name="sensors">In the order of their keys.</param>
    /// <param name="rowsPerSensor">Expected.</param>
    /// <param name="maxRows">How many rows the request needs at most; null: all.</param>
    public static IEnumerable<IReadOnlyList<SensorRow>> Chunk(IReadOnlyList<SensorRow> sensors, double rowsPerSensor = 0, int? maxRows = null)
    {
        if (sensors.Count == 0)
            return [];
        // For few rows, the server must not look for sensors that won't be in the answer.
        var size = maxRows is { } rows ? (int)Math.Clamp(Math.Ceiling(rows / Math.Max(rowsPerSensor, 1)), 1, MaxSensors) : MaxSensors;
        return sensors.Count <= size ? [sensors] : sensors.Chunk(size);
    }

    /// <param name="statement">With <see cref="Statement.List"/> in the place of the condition on sensors, <c>@from</c> and <c>@to</c>.</param>
    /// <param name="connection">Open.</param>
    /// <param name="sensors">Of one chunk.</param>
    /// <param name="range">The times.</param>
    /// <param name="addParameters">Adds the statement's other parameters.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The prepared command, which the caller disposes.</returns>
    public static async Task<MySqlCommand> PrepareAsync(
        this Statement statement,
        MySqlConnection connection,
        IReadOnlyList<SensorRow> sensors,
        TimeRange range,
        Action<MySqlCommand>? addParameters,
        CancellationToken cancellationToken)
    {
        // A list is as long as the next power of two; its last sensor fills it up.
        var slots = (int)BitOperations.RoundUpToPowerOf2((uint)sensors.Count);
        var command = new MySqlCommand(Texts.GetOrAdd((statement, slots), key => key.Statement.With(Condition(key.Slots))), connection);
        for (var slot = 0; slot < slots; slot++)
            command.Parameters.AddWithValue($"@s{slot}", sensors[Math.Min(slot, sensors.Count - 1)].Id);
        command.Parameters.AddWithValue("@from", range.From);
        command.Parameters.AddWithValue("@to", range.To);
        addParameters?.Invoke(command);
        await command.PrepareAsync(cancellationToken);
        return command;
    }

    private static string Condition(int slots) => slots == 1
        ? "`sensor` = @s0"
        : $"`sensor` IN ({string.Join(',', Enumerable.Range(0, slots).Select(slot => $"@s{slot}"))})";
}
