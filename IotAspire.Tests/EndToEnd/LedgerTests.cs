using IotAspire.Contracts.Catalogue;
using IotAspire.Contracts.Readings;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Model;
using IotAspire.Tests.Aggregator;
using IotAspire.Tests.Generator;
using IotAspire.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace IotAspire.Tests.EndToEnd;

/// <summary>The Generator says what it did wrong; MySQL has to hold exactly what follows from that.</summary>
public sealed class LedgerTests(MySqlServers servers)
{
    private static readonly TimeSpan HistoryTime = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AllowedLateness = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Half_a_day_of_dirty_history_is_stored_as_the_ledger_says() => RunAsync("12h", minReadings: 150_000);

    [Fact, Trait("Category", "Soak")]
    public Task Two_days_of_dirty_history_are_stored_as_the_ledger_says() => RunAsync("2d", minReadings: 600_000);

    private async Task RunAsync(string history, int minReadings)
    {
        using var folder = new TemporaryFolder();
        var ledger = folder.Combine("ledger.ndjson");
        await using var pipeline = await TestPipeline.StartAsync(servers);
        var began = DateTime.UtcNow;
        await using (pipeline.StartAggregator())
        await using (var generator = GeneratorProcess.Start(
            pipeline.HubConnectionString, "--backfill", history, "--profile", "dirty", "--seed", "7", "--ledger", ledger))
        {
            await Eventually.TrueAsync(
                () => generator.HasSaid("History is complete") || generator.Exited.IsCompleted, HistoryTime, "history complete");
            Assert.Equal(0, await generator.StopAsync());
            Assert.Contains("readings were published", generator.Output, StringComparison.Ordinal);
            await pipeline.WaitUntilStoredAsync();
        }

        var catalogue = SensorCatalogueFile.Load(Repository.PathOf("sensors.json"));
        var truth = Truth.Read(ledger, catalogue, seed: 7);
        var stored = await StoredAsync(pipeline);

        Assert.True(truth.Readings.Count > minReadings, $"only {truth.Readings.Count} readings");
        Assert.Equal(truth.Readings.Count, stored.Count);
        Assert.DoesNotContain(truth.Readings, reading => !stored.TryGetValue(reading.Key, out var row) || !reading.Value.Equals(row.Value));
        await RequireCountsAsync(pipeline, truth, stored, await FirstEnqueuedAsync(pipeline), began);
    }

    private static async Task RequireCountsAsync(
        TestPipeline pipeline,
        Truth truth,
        Dictionary<(string SensorId, DateTime At), ReadingRow> stored,
        Dictionary<(string SensorId, DateTime At), DateTime> enqueuedAt,
        DateTime began)
    {
        var statistics = await pipeline.Database.QueryAsync(db => db.IngestStatistics.ToListAsync(Token));
        Assert.Equal(truth.Of("duplicate").Count, statistics.Sum(row => (long)row.Duplicates));
        Assert.Equal(0, statistics.Sum(row => (long)row.Conflicts));

        // Each malformed event is one dead letter.
        var deadLetters = await pipeline.DeadLettersAsync();
        Assert.All(deadLetters, letter => Assert.Equal(DeadLetterReason.Undecodable, letter.Reason), throwIfEmpty: true);
        Assert.Equal(truth.Of("malformed").Count, deadLetters.Count);

        Assert.Equal(
            truth.Of("out-of-range").Select(fault => (fault.SensorId, fault.Key.At)).Order(),
            stored.Where(row => row.Value.Flags.HasFlag(ReadingQuality.OutOfRange)).Select(row => truth.TrueKeyOf(row.Key)).Order());

        // Late is who reached the hub after its minute's end and ten seconds: whatever was history when it was made, and of the rest
        // what the hub's own clock says.
        var late = truth.Readings.Keys.Where(key => enqueuedAt[key] > ClosedAt(key.At)).ToHashSet();
        Assert.Superset(truth.Readings.Keys.Where(key => ClosedAt(key.At) < began).ToHashSet(), late);
        Assert.Equal(late.Count, statistics.Sum(row => (long)row.Late));
        Assert.DoesNotContain(stored, row => late.Contains(row.Key) != row.Value.Flags.HasFlag(ReadingQuality.Late));
    }

    private static DateTime ClosedAt(DateTime measuredAt) => RollupLevel.Minute.BucketStart(measuredAt) + RollupLevel.Minute.Size + AllowedLateness;

    private static async Task<Dictionary<(string SensorId, DateTime At), ReadingRow>> StoredAsync(TestPipeline pipeline)
    {
        var sensors = await pipeline.Database.QueryAsync(db => db.Sensors.ToDictionaryAsync(row => row.Id, Token));
        var rows = await pipeline.Database.QueryAsync(db => db.Readings.AsNoTracking().ToListAsync(Token));
        return rows.ToDictionary(row => (sensors[row.Sensor].SensorId, row.MeasuredAt));
    }

    /// <summary>When the hub took each reading first; asked of the hub itself.</summary>
    private static async Task<Dictionary<(string SensorId, DateTime At), DateTime>> FirstEnqueuedAsync(TestPipeline pipeline)
    {
        var first = new Dictionary<(string, DateTime), DateTime>();
        var readings = new List<DecodedReading>();
        foreach (var received in (await HubContent.ReadAsync(pipeline.HubConnectionString)).Events)
        {
            readings.Clear();
            ReadingDecoder.Decode(received.Body.Span, readings, []);
            foreach (var (reading, _, _, _) in readings)
                first.TryAdd((reading.SensorId, reading.MeasuredAt), received.EnqueuedTime.UtcDateTime);
        }

        return first;
    }
}
