using System.Collections.Concurrent;
using IotAspire.Api.Times;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Api.Features.Stored;

/// <summary>
/// Statements about sensors in a range of time. They are prepared: numbers and times then come as they are, not as text, which
/// halves what a row costs at both ends. A session keeps what it has prepared, so there must be few different texts.
/// </summary>
internal static class PreparedStatements
{
    private static readonly ConcurrentDictionary<(string Shape, int Slots), string> Texts = new();

    /// <param name="connection">Open.</param>
    /// <param name="shape">With <c>{sensors}</c> where the condition stands, <c>@from</c> and <c>@to</c>; one of few.</param>
    /// <param name="sensors">Of one chunk.</param>
    /// <param name="range">The times.</param>
    /// <param name="addParameters">Adds what else the shape has.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>To be disposed of.</returns>
    public static async Task<MySqlCommand> PrepareAsync(
        MySqlConnection connection,
        string shape,
        IReadOnlyList<SensorRow> sensors,
        TimeRange range,
        Action<MySqlCommand>? addParameters,
        CancellationToken cancellationToken)
    {
        var condition = SensorChunks.Condition(sensors.Count);
        var text = Texts.GetOrAdd((shape, condition.Length), _ => shape.Replace("{sensors}", condition, StringComparison.Ordinal));
        var command = new MySqlCommand(text, connection);
        SensorChunks.AddParameters(command, sensors);
        command.Parameters.AddWithValue("@from", range.From);
        command.Parameters.AddWithValue("@to", range.To);
        addParameters?.Invoke(command);
        await command.PrepareAsync(cancellationToken);
        return command;
    }
}
