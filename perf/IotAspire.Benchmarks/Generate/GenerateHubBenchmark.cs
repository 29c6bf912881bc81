using System.Diagnostics;
using System.Globalization;
using IotAspire.Benchmarks.Setup;

namespace IotAspire.Benchmarks.Generate;

/// <summary>The Generator makes history into a hub that is a process of its own.</summary>
internal static class GenerateHubBenchmark
{
    public static async Task RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var options = new Arguments(args);
        var readings = options.Number("readings", 5_000_000);
        var fleet = new Fleet(options.Number("sensors", 1000));
        var pack = options.Number("pack", 100);
        var partitions = options.Number("partitions", 4);
        var profile = options.Text("profile", "realistic");
        options.RequireNoOther();

        await using var hub = await BenchmarkHub.StartAsync(partitions, cancellationToken);
        await using var generator = new BenchmarkGenerator(fleet.Catalogue, hub.Producer, new Dictionary<string, string?>
        {
            // Longer than is measured, so that it doesn't end before.
            ["Generator:Backfill"] = string.Create(CultureInfo.InvariantCulture, $"{(2 * readings / fleet.Sensors) + 3600}s"),
            ["Generator:HistoryReadingsPerEvent"] = pack.ToString(CultureInfo.InvariantCulture),
            ["Generator:Profile"] = profile,
        });
        await generator.StartAsync(cancellationToken);
        // The first part is the compiler's and the connection's.
        var (began, watch) = (await WaitAsync(readings / 5), Stopwatch.StartNew());
        var count = await WaitAsync(began + readings) - began;
        Console.WriteLine(
            $"{count / watch.Elapsed.TotalSeconds:n0} readings/s accepted by the hub: {fleet.Sensors} sensors, {pack} readings in an event, {partitions} partitions, {profile}");

        async Task<long> WaitAsync(long published)
        {
            while (generator.Published < published)
                await Task.Delay(5, cancellationToken);
            return generator.Published;
        }
    }
}
