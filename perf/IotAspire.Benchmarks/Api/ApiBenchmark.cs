using System.Diagnostics;
using System.Globalization;
using IotAspire.Benchmarks.Setup;
using IotAspire.LocalMySql;

namespace IotAspire.Benchmarks.Api;

/// <summary>
/// The API as a process, its server beside it, the caller in this process: the questions that design names a time for, and exports
/// of everything. The table grows from size to size, so that a cost which grows with it shows.
/// </summary>
internal static class ApiBenchmark
{
    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var options = new Arguments(args);
        var flavors = BenchmarkServer.Flavors(options.Text("server", "both"));
        var sizes = options.Text("readings", "1000000,10000000").Split(',').Select(size => long.Parse(size, CultureInfo.InvariantCulture)).ToList();
        var sensors = options.Number("sensors", 1000);
        var burst = TimeSpan.FromSeconds(options.Number("seconds", 5));
        var bufferPool = options.Number("buffer-pool", LocalMySqlOptions.DefaultBufferPoolMebibytes);
        var exports = options.Text("exports", "arrow,csv,ndjson,parquet").Split(',', StringSplitOptions.RemoveEmptyEntries);
        options.RequireNoOther();

        foreach (var flavor in flavors)
        {
            await using var server = await BenchmarkServer.StartAsync(flavor, bufferPool, cancellationToken);
            var database = await server.CreateDatabaseAsync(cancellationToken);
            await using var data = await ApiData.CreateAsync(database, sensors, cancellationToken);
            foreach (var size in sizes)
            {
                var watch = Stopwatch.StartNew();
                await data.GrowAsync(size, cancellationToken);
                Console.WriteLine($"{server}: {data.Readings:n0} readings of {sensors} sensors, {data.End - ApiData.Start} long ({watch.Elapsed.TotalSeconds:f0} s to store)");
                await using (var api = await ApiProcess.StartAsync(database, cancellationToken))
                    await AskAsync(api, server, data, burst, cancellationToken);
                // Anew, so that the memory is that of exports.
                await using (var api = await ApiProcess.StartAsync(database, cancellationToken))
                    await ExportAsync(api, data, database, flavor, exports, cancellationToken);
            }
        }
    }

    private static async Task AskAsync(ApiProcess api, BenchmarkServer server, ApiData data, TimeSpan burst, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        var end = new DateTime(data.End.Ticks - (data.End.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);
        // Random hours of random sensors, laid out before: the caller shares the processor.
        var hours = Enumerable.Range(0, 4096).Select(_ =>
        {
            var from = ApiData.Start.AddMinutes(random.Next((int)(end - ApiData.Start).TotalMinutes - 60));
            return $"/api/v1/aggregates?sensorId={data.Sensors[random.Next(data.Sensors.Count)].SensorId}&bucket=1m&from={Text(from)}&to={Text(from.AddHours(1))}";
        }).ToArray();
        string Hour(int i) => hours[i % hours.Length];
        await Latencies.AtOnceAsync(api.Client, 4, burst, Hour, cancellationToken);
        Console.WriteLine($"  one sensor, an hour by minute:        {await Latencies.OneByOneAsync(api.Client, 2000, Hour, cancellationToken)}");
        foreach (var concurrency in new[] { 4, 16 })
        {
            var (ours, servers, callers) = (api.ProcessorTime, server.ProcessorTime, Environment.CpuUsage.TotalTime);
            var (perSecond, latencies) = await Latencies.AtOnceAsync(api.Client, concurrency, burst, Hour, cancellationToken);
            Console.WriteLine($"  the same, {concurrency,2} at once:                {perSecond:n0}/s, {latencies}");
            var count = perSecond * burst.TotalMilliseconds / 1000;
            Console.WriteLine(
                $"    processor time of each:             API {(api.ProcessorTime - ours).TotalMicroseconds / count:f0} µs, server {(server.ProcessorTime - servers).TotalMicroseconds / count:f0} µs, caller {(Environment.CpuUsage.TotalTime - callers).TotalMicroseconds / count:f0} µs");
        }

        var day = $"from={Text(end.AddDays(-1))}&to={Text(end)}";
        foreach (var (name, question) in new[]
        {
            ("all sensors, 17 minutes by minute", $"/api/v1/aggregates?bucket=1m&from={Text(end.AddMinutes(-17))}&to={Text(end)}&limit=100000"),
            ("  only avg", $"/api/v1/aggregates?bucket=1m&from={Text(end.AddMinutes(-17))}&to={Text(end)}&functions=avg&limit=100000"),
            ("  only avg, as Arrow", $"/api/v1/aggregates?bucket=1m&from={Text(end.AddMinutes(-17))}&to={Text(end)}&functions=avg&format=arrow"),
            ("last value of all", "/api/v1/readings/latest?limit=100000"),
            ("a day's averages of all, by day", $"/api/v1/aggregates?bucket=1d&{day}&functions=avg&limit=100000"),
            ("a day's averages of all, by hour", $"/api/v1/aggregates?bucket=1h&{day}&functions=avg&limit=100000"),
            ("readings of one sensor, an hour", $"/api/v1/readings?sensorId={data.Sensors[7].SensorId}&from={Text(end.AddHours(-1))}&to={Text(end)}"),
            ("sensors", "/api/v1/sensors?limit=1000"),
            ("catalogue", "/api/v1/catalogue?limit=1000"),
            ("quality of one sensor, a day by hour", $"/api/v1/quality?sensorId={data.Sensors[7].SensorId}&bucket=1h&{day}"),
            ("p99 of one sensor, a day by hour", $"/api/v1/aggregates?sensorId={data.Sensors[7].SensorId}&bucket=1h&{day}&functions=p99"),
        })
        {
            await Latencies.OneByOneAsync(api.Client, 10, _ => question, cancellationToken);
            Console.WriteLine($"  {name + ":",-37} {await Latencies.OneByOneAsync(api.Client, 100, _ => question, cancellationToken)}");
        }
    }

    private static async Task ExportAsync(
        ApiProcess api, ApiData data, string database, MySqlFlavor flavor, string[] formats, CancellationToken cancellationToken)
    {
        Console.WriteLine($"  resident before exports:              {api.Memory:f0} MB, {api.OwnMemory:f0} MB without program files");
        var dump = await ClientDump.RunAsync(database, flavor, data.Readings, cancellationToken);
        Console.WriteLine($"  all rows by the server's own client:  {(dump is null ? "not installed" : $"{dump:n0} rows/s")}");
        foreach (var format in formats)
        {
            var (memory, own) = (api.Memory, api.OwnMemory);
            var (begun, processor) = (Stopwatch.GetTimestamp(), api.ProcessorTime);
            var question = new Uri($"/api/v1/readings?format={format}&from={Text(ApiData.Start)}&to={Text(data.End.AddDays(1))}", UriKind.Relative);
            using var response = await api.Client.GetAsync(question, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.EnsureSuccessStatusCode();
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[1 << 16];
            var (bytes, first) = (0L, TimeSpan.Zero);
            var look = Stopwatch.GetTimestamp();
            while (await body.ReadAsync(buffer, cancellationToken) is var read and > 0)
            {
                if (bytes == 0)
                    first = Stopwatch.GetElapsedTime(begun);
                bytes += read;
                if (Stopwatch.GetElapsedTime(look).TotalMilliseconds > 50)
                    (memory, own, look) = (Math.Max(memory, api.Memory), Math.Max(own, api.OwnMemory), Stopwatch.GetTimestamp());
            }

            var rate = data.Readings / Stopwatch.GetElapsedTime(begun).TotalSeconds;
            var ratio = dump is null ? "" : $", {rate / dump:p0} of the client's";
            Console.WriteLine($"  all rows as {format + ":",-25} {rate:n0} rows/s{ratio}, first bytes after {first.TotalMilliseconds:f0} ms, {bytes / 1e6:n0} MB, {(api.ProcessorTime - processor).TotalSeconds / data.Readings * 1e6:f2} s of the API's processor time a million, at most {memory:f0} MB resident there, {own:f0} MB without program files");
        }
    }

    private static string Text(DateTime instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
