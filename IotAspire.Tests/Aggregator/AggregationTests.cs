using IotAspire.Contracts.Readings;
using IotAspire.LocalMySql;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Aggregator.PublishedReadings;

namespace IotAspire.Tests.Aggregator;

public sealed class AggregationTests(MySqlServers servers)
{
    // Few events for each transaction, so that most buckets are merged from several.
    private static readonly KeyValuePair<string, string> SmallBatches = new("Aggregator:ReadingsPerBatch", "7");

    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    [Theory, MemberData(nameof(Flavors))]
    public async Task What_is_published_is_stored_once_and_aggregated_exactly(MySqlFlavor flavor)
    {
        await using var pipeline = await TestPipeline.StartAsync(servers, flavor);
        var published = pipeline.Published;
        var recent = Series(Kitchen, Now.AddSeconds(-60), 60);
        var old = Series("offices-temperature", Now.AddDays(-3), 60, TimeSpan.FromMinutes(47));
        await using (pipeline.StartAggregator(SmallBatches))
        {
            await published.PublishSinglyAsync([.. recent, .. old]);
            await published.PublishAsync("shard-1", Series("deposit-temperature", Now.AddHours(-1), 120).Chunk(50));
            await pipeline.VerifyStoredAsync();
        }

        var pressure = Series("hall-pressure", Now.AddMinutes(-3), 100).Select(reading => reading with { Value = reading.Value + 101_325, Unit = "hPa" });
        await published.PublishSinglyAsync(pressure.Reverse());
        await published.PublishSinglyAsync(recent[..20]);
        await published.PublishSinglyAsync(recent[20..25].Select(reading => reading with { Value = reading.Value + 1 }));
        await published.PublishAsync("shard-2", recent[30..40], old[5..10], Series("offices-temperature", old[3].MeasuredAt.AddTicks(10), 30));
        await published.PublishSinglyAsync(new Reading(Kitchen, Now.AddHours(-5), -273.15, "°C"), new Reading(Kitchen, Now.AddHours(-6), 1e9, "°C"));
        await using var again = pipeline.StartAggregator(SmallBatches);
        await pipeline.VerifyStoredAsync();

        Assert.Equal((35, 5), (published.Duplicates, published.Conflicts));
        Assert.Empty(again.Log.Warnings);
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task Poison_becomes_dead_letters_and_what_lies_around_it_is_stored(MySqlFlavor flavor)
    {
        await using var pipeline = await TestPipeline.StartAsync(servers, flavor);
        var published = pipeline.Published;
        var good = Series(Kitchen, Now.AddSeconds(-10), 8);
        string Body(DateTime measuredAt, string unit = "°C") =>
            $$"""{"sensorId":"{{Kitchen}}","measuredAt":"{{measuredAt:yyyy-MM-dd'T'HH:mm:ss'Z'}}","value":1,"unit":"{{unit}}"}""";
        (string Reason, string Body, string Schema)[] poison =
        [
            (DeadLetterReason.Undecodable, "\0no JSON\\'", ReadingEvent.Schema),
            (DeadLetterReason.Undecodable, "[]", ReadingEvent.Schema),
            (DeadLetterReason.UnknownSchema, Body(Now), "iotaspire.reading/9"),
            (DeadLetterReason.TooOld, Body(new DateTime(1999, 12, 31, 0, 0, 0, DateTimeKind.Utc)), ReadingEvent.Schema),
            (DeadLetterReason.InTheFuture, Body(Now.AddDays(2)), ReadingEvent.Schema),
            (DeadLetterReason.UnitMismatch, Body(Now, "°F"), ReadingEvent.Schema),
        ];
        foreach (var (index, letter) in poison.Index())
        {
            await published.PublishSinglyAsync(good[index]);
            await published.PublishPoisonAsync(Kitchen, letter.Body, letter.Schema);
        }

        await published.PublishSinglyAsync(good[6..]);
        await using var aggregator = pipeline.StartAggregator(SmallBatches);
        await pipeline.VerifyStoredAsync();

        var letters = (await pipeline.DeadLettersAsync()).OrderBy(row => row.SequenceNumber).ToList();
        Assert.Equal(poison.Select(letter => (letter.Reason, letter.Body)), letters.Select(row => (row.Reason, System.Text.Encoding.UTF8.GetString(row.Body))));
        Assert.Equal([1, 3, 5, 7, 9, 11], letters.Select(row => row.SequenceNumber));
        Assert.All(letters, row => Assert.InRange(row.EnqueuedAt, Now.AddMinutes(-1), Now.AddMinutes(1)), throwIfEmpty: true);
        // The first of each reason is told at once, the others at the end at the latest.
        Assert.Equal(poison.Select(letter => letter.Reason).Distinct().Count(), aggregator.Log.Of(2030).Count);
        Assert.Contains(aggregator.Log.Of(2030), line => line.Contains("(undecodable): not JSON", StringComparison.Ordinal));
        Assert.Empty(aggregator.Log.Of(2032));
        await aggregator.DisposeAsync();
        Assert.Equal(["Could not store 1 more events or elements (undecodable: 1); see the table dead_letters"], aggregator.Log.Of(2032));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task Large_poison_does_not_block_its_partition(MySqlFlavor flavor)
    {
        await using var pipeline = await TestPipeline.StartAsync(servers, flavor);
        // Each byte of it doubles where a statement quotes it.
        var poison = new string('\\', (1024 * 1024) - 500);
        for (var i = 0; i < 20; i++)
            await pipeline.Published.PublishPoisonAsync(Kitchen, poison);
        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now, 1));

        await using var aggregator = pipeline.StartAggregator();
        await pipeline.VerifyStoredAsync();

        Assert.All(await pipeline.DeadLettersAsync(), row => Assert.Equal(poison.Length, row.Body.Length), throwIfEmpty: true);
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task Values_that_no_aggregate_could_hold_do_not_block_their_partition(MySqlFlavor flavor)
    {
        await using var pipeline = await TestPipeline.StartAsync(servers, flavor);
        var at = Now.AddSeconds(-20);
        foreach (var value in new[] { "1.7976931348623157E+308", "-1.7976931348623157E+308", "1e200" })
        {
            at = at.AddSeconds(1);
            await pipeline.Published.PublishPoisonAsync(
                Kitchen, $$"""{"sensorId":"{{Kitchen}}","measuredAt":"{{at:yyyy-MM-dd'T'HH:mm:ss'Z'}}","value":{{value}},"unit":"°C"}""");
        }

        await pipeline.Published.PublishSinglyAsync(Series(Kitchen, Now, 5));
        await using var aggregator = pipeline.StartAggregator();
        await pipeline.VerifyStoredAsync();

        Assert.Equal(3, (await pipeline.DeadLettersAsync()).Count(row => row.Reason == DeadLetterReason.Undecodable));
    }
}
