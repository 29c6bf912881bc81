using System.Diagnostics;
using System.Globalization;
using IotAspire.Contracts.Catalogue;
using IotAspire.Contracts.Readings;
using MySqlConnector;

namespace IotAspire.Benchmarks.Ingest;

/// <summary>The yardstick: one LOAD DATA LOCAL INFILE of the rows alone over one connection, from memory, text ready made.</summary>
internal static class PlainLoad
{
    public static MemoryStream WriteRows(MemoryHub hub, SensorCatalogue catalogue)
    {
        var keyOfSensor = catalogue.Sensors.Select((sensor, index) => (sensor.SensorId, Key: index + 1)).ToDictionary(each => each.SensorId, each => each.Key);
        var seen = new HashSet<(int, DateTime)>();
        var decoded = new List<DecodedReading>();
        var stream = new MemoryStream();
        using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        foreach (var received in hub.InTurn())
        {
            decoded.Clear();
            ReadingDecoder.Decode(received.Body.Span, decoded, []);
            foreach (var (reading, _, _, _) in decoded)
            {
                var key = keyOfSensor[reading.SensorId];
                if (seen.Add((key, reading.MeasuredAt)))
                    text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key}\t{reading.MeasuredAt:yyyy-MM-dd HH:mm:ss.ffffff}\t{reading.Value:R}\t{received.EnqueuedTime.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}\t0"));
            }
        }

        return stream;
    }

    public static async Task<(int Rows, TimeSpan Time)> RunAsync(MySqlDataSource database, MemoryStream rows, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var loader = new MySqlBulkLoader(connection)
        {
            TableName = "`readings`",
            SourceStream = new MemoryStream(rows.GetBuffer(), 0, (int)rows.Length, writable: false),
            Local = true,
            CharacterSet = "utf8mb4",
            FieldTerminator = "\t",
            LineTerminator = "\n",
            Timeout = 600,
        };
        loader.Columns.AddRange(["sensor", "measured_at", "value", "enqueued_at", "flags"]);
        var watch = Stopwatch.StartNew();
        var count = await loader.LoadAsync(cancellationToken);
        return (count, watch.Elapsed);
    }
}
