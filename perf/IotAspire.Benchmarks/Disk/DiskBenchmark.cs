using IotAspire.Benchmarks.Ingest;
using IotAspire.Benchmarks.Setup;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Benchmarks.Disk;

/// <summary>Bytes on disk, of a raw reading and of a rollup row: the files of the tables over their rows, after ingest by the Aggregator.</summary>
internal static class DiskBenchmark
{
    // Key 4 + 8 (datetime(6)), value 8, enqueued_at 7 (datetime(3)), flags 1.
    private const int RawData = 28;

    // InnoDB keeps 5 bytes of header and 13 of transaction and undo with each record of a clustered index.
    private const int RecordOverhead = 18;

    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var options = new Arguments(args);
        var flavors = BenchmarkServer.Flavors(options.Text("server", "both"));
        var readings = options.Number("readings", 3_600_000);
        var fleet = new Fleet(options.Number("sensors", 1000));
        options.RequireNoOther();

        var hub = MemoryHub.Fill(fleet, readings / fleet.Sensors, 50, 4);
        Console.WriteLine($"{readings} readings of {fleet.Sensors} sensors, one a second each");
        foreach (var flavor in flavors)
        {
            await using var server = await BenchmarkServer.StartAsync(flavor, cancellationToken);
            var database = await server.CreateDatabaseAsync(cancellationToken);
            await using var aggregator = await BenchmarkAggregator.CreateAsync(database, hub, fleet.Catalogue, cancellationToken);
            await aggregator.StartAsync(cancellationToken);
            await aggregator.WaitForEventsAsync(hub.EventCount, cancellationToken);
            Console.WriteLine($"{server}:");
            var raw = await MeasureAsync(server, aggregator.Database, "readings", cancellationToken);
            Console.WriteLine($"  readings: {raw.Row:f1} bytes a row: {RawData} of data, {RecordOverhead} of the record, {raw.Row - RawData - RecordOverhead:f1} of pages that aren't full, of indexes above them and of extents ahead");
            foreach (var level in RollupLevel.All)
            {
                var (rows, row) = await MeasureAsync(server, aggregator.Database, level.Table, cancellationToken);
                Console.WriteLine($"  {level.Table}: {row:f1} bytes a row, {rows} rows, {rows * row / readings:f2} bytes for each reading");
            }
        }
    }

    private static async Task<(long Rows, double Row)> MeasureAsync(BenchmarkServer server, MySqlDataSource database, string table, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new MySqlCommand($"SELECT COUNT(*) FROM `{table}`", connection) { CommandTimeout = 120 };
        var rows = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        // table.ibd, or table#p#partition.ibd. Empty partitions have a file, too; what an empty one takes doesn't grow with readings.
        var files = new DirectoryInfo(server.DataDirectory).EnumerateFiles($"{table}*.ibd", SearchOption.AllDirectories).Select(file => file.Length).ToList();
        return (rows, (double)(files.Sum() - (files.Min() * (files.Count - 1))) / rows);
    }
}
