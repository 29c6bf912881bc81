using System.Diagnostics;
using MySqlConnector;

namespace IotAspire.Benchmarks.Latency;

/// <summary>Asks again and again for the newest raw readings of some sensors, and notes how old each is when it is first seen.</summary>
internal sealed class ReadingWatch(MySqlDataSource database, string[] sensorIds)
{
    // Between two questions; what is measured is at most so much too long, and the question's own time.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    // No reading takes as long as that; it keeps the question small.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private readonly HashSet<(uint, DateTime)> _seen = [];

    public async Task<Ages> RunAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var keys = await KeysAsync(connection, cancellationToken);
        var begun = Stopwatch.GetTimestamp();
        var ages = new List<double>();
        var newest = DateTime.UtcNow - Window;
        while (Stopwatch.GetElapsedTime(begun) < time)
        {
            await using var command = new MySqlCommand(
                $"SELECT `sensor`, `measured_at` FROM `readings` WHERE `sensor` IN ({string.Join(',', keys)}) AND `measured_at` > @newest", connection);
            // Readings of all partitions are seen within this time of each other, or not until the next run.
            command.Parameters.AddWithValue("@newest", newest.AddSeconds(-5));
            var rows = new List<(uint, DateTime)>();
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                while (await reader.ReadAsync(cancellationToken))
                    rows.Add((reader.GetUInt32(0), reader.GetDateTime(1)));
            }

            var now = DateTime.UtcNow;
            foreach (var row in rows.Where(_seen.Add))
            {
                ages.Add((now - row.Item2).TotalMilliseconds);
                newest = newest > row.Item2 ? newest : row.Item2;
            }

            await Task.Delay(Pause, cancellationToken);
        }

        return new(ages);
    }

    private async Task<List<uint>> KeysAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        var keys = new List<uint>();
        while (keys.Count < sensorIds.Length)
        {
            keys.Clear();
            await using var command = new MySqlCommand($"SELECT `id` FROM `sensors` WHERE `sensor_id` IN ({string.Join(',', sensorIds.Select(id => $"'{id}'"))})", connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                keys.Add(reader.GetUInt32(0));
            await Task.Delay(Pause, cancellationToken);
        }

        return keys;
    }
}

/// <summary>Ages in milliseconds.</summary>
internal sealed class Ages(IReadOnlyList<double> milliseconds)
{
    private readonly double[] _sorted = [.. milliseconds.Order()];

    public int Count => _sorted.Length;

    public double Of(double part) => _sorted[(int)Math.Min(_sorted.Length - 1, part * _sorted.Length)];
}
