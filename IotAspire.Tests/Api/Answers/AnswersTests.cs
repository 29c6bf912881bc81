using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api.Answers;

/// <summary>Every answer, in every format, is what brute force finds in the raw readings.</summary>
public sealed class AnswersTests(MySqlServers servers)
{
    private const int Worlds = 20;
    private const int Questions = 120;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Aggregates() => AggregatesAsync(worlds: 1);

    [Fact]
    public Task Readings() => ReadingsAsync(worlds: 1);

    [Fact]
    public Task Quality() => QualityAsync(worlds: 1);

    [Fact, Trait("Category", "Soak")]
    public async Task In_many_worlds()
    {
        await AggregatesAsync(Soak.Rounds(Worlds));
        await ReadingsAsync(Soak.Rounds(Worlds));
        await QualityAsync(Soak.Rounds(Worlds));
    }

    private Task AggregatesAsync(int worlds) => InWorldsAsync(worlds, world => AskedAggregates.Any.SampleAsync(
        asked => AggregatesAsync(world, asked), iter: Questions, threads: 1, print: asked => asked.Path));

    private Task ReadingsAsync(int worlds) => InWorldsAsync(worlds, world => AskedReadings.Any.SampleAsync(
        asked => ReadingsAsync(world, asked), iter: Questions, threads: 1, print: asked => asked.Path));

    private Task QualityAsync(int worlds) => InWorldsAsync(worlds, world => AskedQuality.Any.SampleAsync(
        async asked => Near.Same(ExpectedQuality.Of(world, asked), (await AskAsync(world, asked.Path)).Table), iter: Questions, threads: 1, print: asked => asked.Path));

    private async Task InWorldsAsync(int worlds, Func<StoredWorld, Task> test)
    {
        await KnownReadings.Sent.SampleAsync(
            async sent =>
            {
                await using var api = await RunningApi.StartAsync(servers);
                await test(await StoredWorld.StoreAsync(api, sent));
            },
            iter: worlds,
            threads: 1,
            print: sent => $"{sent.Length} readings");
    }

    private static async Task AggregatesAsync(StoredWorld world, AskedAggregates asked)
    {
        var (answer, table) = await AskAsync(world, asked.Path);
        var bucket = answer.GetProperty("bucket").GetString()!;
        if (asked.Bucket == "auto")
            HasShortestBuckets(asked, bucket);
        else
            Assert.Equal(asked.Bucket, bucket);
        Assert.Equal(Table.Text(asked.Range.From), answer.GetProperty("from").GetString());
        var expected = ExpectedAggregates.Of(world, asked, bucket);
        if (asked.IsWide)
            Near.Same(ExpectedWide.Of(asked, expected), table);
        else
            Near.Same(ExpectedLong.Of(asked, expected), table);
    }

    private static async Task ReadingsAsync(StoredWorld world, AskedReadings asked)
    {
        var (answer, table) = await AskAsync(world, asked.Path);
        var expected = asked.Expected(world);
        var count = answer.GetProperty("count");
        Assert.Equal(asked.Counts ? $"{expected.Count}" : "null", count.GetRawText());
        Near.Same(
            (["sensorId", "measuredAt", "value", "unit", "enqueuedAt", "outOfRange", "late"], expected.ConvertAll(reading => (ExpectedCell[])
            [
                new(reading.Sensor.SensorId), new(Table.Text(reading.MeasuredAt)), new(Table.Text(reading.Value)), new(reading.Sensor.Unit), new(Table.Text(reading.EnqueuedAt)),
                new(Table.Text(reading.OutOfRange)), new(Table.Text(reading.Late)),
            ])),
            table);
    }

    private static void HasShortestBuckets(AskedAggregates asked, string bucket)
    {
        var shortest = TimeSpan.FromMilliseconds(asked.Range.Sensors.All.Select(sensor => sensor.IntervalMs ?? 0).DefaultIfEmpty(0).Min());
        var fitting = AskedAggregates.Sizes.FirstOrDefault(name =>
            LocalBuckets.Length(name) >= shortest && new LocalBuckets(name, asked.Range.Zone).Of(asked.Range.From, asked.Range.To).Take(asked.MaxPoints + 1).Count() <= asked.MaxPoints);
        Assert.Equal(fitting ?? "1mo", bucket);
    }

    // JSON, whole, after the other formats have been found to say the same.
    private static async Task<(JsonElement Json, Table Table)> AskAsync(StoredWorld world, string path)
    {
        Table? first = null;
        JsonElement json = default;
        foreach (var format in TableReaders.Formats)
        {
            using var response = await world.Api.Client.GetAsync($"{path}&format={format}{(format == "json" ? "&limit=100000" : format == "csv" ? "&excel=false" : "")}", Token);
            var body = await response.Content.ReadAsByteArrayAsync(Token);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{format}: {(int)response.StatusCode} {Encoding.UTF8.GetString(body)}");
            var table = await TableReaders.ReadAsync(format, body);
            if (first is null)
                (first, json) = (table, JsonSerializer.Deserialize<JsonElement>(body));
            // What has no schema shows no columns without rows.
            else if (first.Rows.Count > 0)
                Assert.Equal(first.Columns, table.Columns);
            Assert.Equal(first.Lines(), table.Lines());
        }

        Assert.Equal(JsonValueKind.Null, json.GetProperty("next").ValueKind);
        return (json, first!);
    }
}
