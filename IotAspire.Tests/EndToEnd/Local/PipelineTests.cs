using System.Text.Json;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EndToEnd.Local;

/// <summary>From sensors.json to answers over HTTP, all processes for real.</summary>
[Collection(SlowestFirst.AppHosts)]
public sealed class PipelineTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private static readonly string[] Sensors =
    [
        "assembly-floor-temperature", "deposit-temperature", "kitchen-temperature", "main-entrance-temperature", "offices-temperature",
    ];

    [Fact]
    public async Task Readings_reach_the_api_without_gap_or_double_through_kills_and_a_restart()
    {
        ProcessTree.Require();
        using var folder = new TemporaryFolder();
        DateTime before;
        await using (var host = await RunningAppHost.StartAsync(folder.Path))
        {
            await ReadingsAfterAsync(host, DateTime.MinValue);

            // The last two at once: the one may start again only when the other runs.
            foreach (var programs in new string[][] { ["IotAspire.Aggregator.dll"], ["IotAspire.EventHubs.Emulator.dll"], ["--datadir"], ["IotAspire.Aggregator.dll", "IotAspire.EventHubs.Emulator.dll"] })
            {
                foreach (var process in programs.Select(host.ProcessOf).ToList())
                    Processes.Kill(process);
                await ReadingsAfterAsync(host, DateTime.UtcNow);
            }

            before = await RequireEverySecondAsync(host);
            await StopCleanlyAsync(host);
        }

        await using (var host = await RunningAppHost.StartAsync(folder.Path))
        {
            var restarted = DateTime.UtcNow;
            var first = (await ReadingsAsync(host, Sensors[0]))[0];
            Assert.True(first.At <= before, "history is gone");
            await ReadingsAfterAsync(host, restarted);
            await RequireRollupsAsync(host);
            await StopCleanlyAsync(host);
        }
    }

    [Fact, Trait("Category", "Soak")]
    public async Task A_killed_host_leaves_no_process_and_its_data_can_be_used_again()
    {
        ProcessTree.Require();
        using var folder = new TemporaryFolder();
        IReadOnlyList<int> processes;
        await using (var host = await RunningAppHost.StartAsync(folder.Path))
        {
            await ReadingsAfterAsync(host, DateTime.MinValue);
            processes = host.Descendants();
            Assert.True(processes.Count >= 5, $"only {processes.Count} processes");
            host.Kill();
            await host.Exited;
            await Eventually.TrueAsync(() => !processes.Any(Processes.IsRunning), TimeSpan.FromSeconds(12), "all processes gone");
        }

        await using (var host = await RunningAppHost.StartAsync(folder.Path))
        {
            await ReadingsAfterAsync(host, DateTime.UtcNow);
            await RequireRollupsAsync(host);
        }
    }

    private static Task<JsonElement?> ReadingsAfterAsync(RunningAppHost host, DateTime instant) => Eventually.Async(
        () => host.FindAsync("/api/v1/readings/latest"),
        latest => latest is not null && Sensors.SequenceEqual(latest.Value.GetProperty("readings").EnumerateArray()
            .Where(reading => reading.GetProperty("measuredAt").GetDateTime() > instant)
            .Select(reading => reading.GetProperty("sensorId").GetString()!).Order(StringComparer.Ordinal)),
        Soon,
        $"readings of all sensors after {instant:O}; the host said:\n{host.Output}");

    /// <summary>Every sensor's readings are one second apart: none is missing, none is there twice.</summary>
    /// <returns>An instant up to which every sensor has readings.</returns>
    private static async Task<DateTime> RequireEverySecondAsync(RunningAppHost host)
    {
        await RequireRollupsAsync(host);
        var last = DateTime.MaxValue;
        foreach (var sensor in Sensors)
        {
            var readings = await ReadingsAsync(host, sensor);
            Assert.All(readings.Zip(readings.Skip(1)), pair => Assert.Equal(TimeSpan.FromSeconds(1), pair.Second.At - pair.First.At), throwIfEmpty: true);
            last = readings[^1].At < last ? readings[^1].At : last;
        }

        return last;
    }

    /// <summary>Every bucket is the aggregate of the readings in it.</summary>
    private static async Task RequireRollupsAsync(RunningAppHost host)
    {
        foreach (var sensor in Sensors)
        {
            // Readings come in meanwhile: what counts is an answer between two equal ones.
            var (before, aggregates, _) = await Eventually.Async(
                async () => (await ReadingsAsync(host, sensor), await host.GetAsync($"/api/v1/aggregates?sensorId={sensor}"), await ReadingsAsync(host, sensor)),
                answers => answers.Item1.Count == answers.Item3.Count,
                Soon,
                "readings that stay for the time of three requests");
            var minutes = before.ToLookup(reading => reading.At.AddTicks(-(reading.At.Ticks % TimeSpan.TicksPerMinute)), reading => reading.Value);
            var buckets = aggregates.GetProperty("aggregates").EnumerateArray().ToDictionary(bucket => bucket.GetProperty("bucketStart").GetDateTime());
            Assert.Equal(minutes.Select(minute => minute.Key).Order(), buckets.Keys.Order());
            foreach (var minute in minutes)
                RequireAggregate([.. minute], buckets[minute.Key]);
        }
    }

    private static void RequireAggregate(List<double> values, JsonElement bucket)
    {
        Assert.Equal(values.Count, bucket.GetProperty("count").GetInt32());
        Assert.Equal(values.Min(), bucket.GetProperty("min").GetDouble());
        Assert.Equal(values.Max(), bucket.GetProperty("max").GetDouble());
        Assert.Equal(values.Average(), bucket.GetProperty("avg").GetDouble(), 1e-12 * values.Sum(Math.Abs));
    }

    private static async Task<List<(DateTime At, double Value)>> ReadingsAsync(RunningAppHost host, string sensor)
    {
        var answer = await host.GetAsync($"/api/v1/readings?sensorId={sensor}&limit=10000");
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("next").ValueKind);
        return [.. answer.GetProperty("readings").EnumerateArray().Select(reading => (reading.GetProperty("measuredAt").GetDateTime(), reading.GetProperty("value").GetDouble()))];
    }

    private static async Task StopCleanlyAsync(RunningAppHost host)
    {
        var processes = host.Descendants();
        var (exitCode, took) = await host.StopAsync();
        Assert.True(exitCode == 0, $"exit code {exitCode}:\n{host.Output}");
        Assert.True(took < TimeSpan.FromSeconds(10), $"the stop took {took}:\n{host.Output}");
        // The orchestrator's own processes may take some seconds more.
        await Eventually.TrueAsync(() => !processes.Any(Processes.IsRunning), TimeSpan.FromSeconds(15), "all processes gone");
    }
}
