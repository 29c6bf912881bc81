using System.Diagnostics;
using IotAspire.Benchmarks.Setup;
using MySqlConnector;

namespace IotAspire.Benchmarks.Backlog;

/// <summary>Millions of events are behind: the memory of the Aggregator's own process from its start until all are stored.</summary>
internal static class BacklogBenchmark
{
    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var options = new Arguments(args);
        var flavors = BenchmarkServer.Flavors(options.Text("server", "both"));
        var events = options.Number("events", 10_000_000);
        var fleet = new Fleet(options.Number("sensors", 1000));
        var pack = options.Number("pack", 1);
        var partitions = options.Number("partitions", 4);
        options.RequireNoOther();

        await using var hub = await BenchmarkHub.StartAsync(partitions, cancellationToken);
        var count = await HubFill.FillAsync(hub.Producer, fleet, (int)((long)events * pack / fleet.Sensors), pack, cancellationToken);
        Console.WriteLine($"{count} events of {pack} readings, {fleet.Sensors} sensors, {partitions} partitions");
        foreach (var flavor in flavors)
        {
            await using var server = await BenchmarkServer.StartAsync(flavor, cancellationToken);
            var database = await server.CreateDatabaseAsync(cancellationToken);
            await using var aggregator = AggregatorProcess.Start(hub.ConnectionString, database);
            var watch = Stopwatch.StartNew();
            var seen = new List<long>();
            for (var behind = count; behind > 0; behind = count - await StoredAsync(database, cancellationToken))
            {
                seen.Add(aggregator.Memory);
                await Task.Delay(100, cancellationToken);
            }

            Console.WriteLine(
                $"{server}: resident at most {seen.Max() >> 20} MiB, {seen[seen.Count / 2] >> 20} MiB half way, {seen[^1] >> 20} MiB at the end; {count * pack / watch.Elapsed.TotalSeconds:n0} readings/s from the start of the process");
        }
    }

    private static async Task<long> StoredAsync(string database, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new MySqlConnection(database);
            await connection.OpenAsync(cancellationToken);
            await using var command = new MySqlCommand("SELECT CAST(COALESCE(SUM(`sequence_number` + 1), 0) AS SIGNED) FROM `checkpoints`", connection);
            return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        }
        catch (MySqlException exception) when (exception.ErrorCode == MySqlErrorCode.NoSuchTable)
        {
            // The Aggregator hasn't made them yet.
            return 0;
        }
    }
}
