using System.Text.Json;
using IotAspire.Contracts.Catalogue;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Api;

public sealed class AggregatesTests(MySqlServers servers)
{
    private const string Question = "/api/v1/aggregates?sensorId=kitchen-temperature&from=2026-11-23T12:00:00Z&to=2026-11-23T12:05:00Z";

    [Fact]
    public async Task A_bucket_has_the_aggregates_of_its_readings()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Reading(10, 20), Reading(20, 24), Reading(30, 22), Reading(70, 5));

        var buckets = Buckets(await api.GetAsync(Question));

        Assert.Equal(2, buckets.Count);
        Assert.Equal("2026-11-23T12:00:00.000000Z", buckets[0].GetProperty("bucketStart").GetString());
        Assert.Equal("2026-11-23T12:01:00.000000Z", buckets[0].GetProperty("bucketEnd").GetString());
        Assert.Equal([3, 22, 20, 24, 20, 22], new[] { "count", "avg", "min", "max", "first", "last" }.Select(name => buckets[0].GetProperty(name).GetDouble()));
        Assert.Equal(Math.Sqrt(8.0 / 3), buckets[0].GetProperty("stddev").GetDouble(), 1e-12);
    }

    [Fact]
    public async Task A_bucket_is_complete_once_every_partition_is_past_its_end_and_the_allowed_lateness()
    {
        await using var api = await RunningApi.StartAsync(servers);
        var ownership = await api.StoreAsync(Reading(10, 20), Reading(70, 5));

        await api.Database.Checkpoints.MarkCaughtUpAsync(ownership, Noon.AddSeconds(69.9), 1, TestContext.Current.CancellationToken);
        await HasCompleteAsync(api, false, false);

        // The default allowed lateness is ten seconds.
        await api.Database.Checkpoints.MarkCaughtUpAsync(ownership, Noon.AddSeconds(70), 1, TestContext.Current.CancellationToken);
        await HasCompleteAsync(api, true, false);

        // A group that was read once is no reason to wait.
        await api.Database.Checkpoints.EnsureAsync([IngestDatabase.Partition with { ConsumerGroup = "former" }], TestContext.Current.CancellationToken);
        await HasCompleteAsync(api, true, false);

        await api.Database.Checkpoints.EnsureAsync([IngestDatabase.Partition with { PartitionId = "1" }], TestContext.Current.CancellationToken);
        await HasCompleteAsync(api, false, false);
    }

    [Fact]
    public async Task A_bucket_to_which_history_is_still_sent_is_not_complete()
    {
        await using var api = await RunningApi.StartAsync(servers);
        // Half a day's readings come a day later.
        var ownership = await api.StoreAsync([.. Enumerable.Range(0, 12).Select(i => Reading(i * 3600, i, delaySeconds: 86_400 - (i * 3600)))]);
        var day = "/api/v1/aggregates?from=2026-11-23T12:00:00Z&to=2026-11-24T00:00:00Z&bucket=12h&functions=count";

        await api.Database.Checkpoints.MarkCaughtUpAsync(ownership, Noon.AddSeconds(86_409), 1, TestContext.Current.CancellationToken);
        await IsCompleteAsync(api, day, false);
        var unsettled = await TagAsync(api, day);
        await api.Database.Checkpoints.MarkCaughtUpAsync(ownership, Noon.AddSeconds(86_410), 1, TestContext.Current.CancellationToken);
        await IsCompleteAsync(api, day, true);

        Assert.NotEqual(unsettled, await TagAsync(api, day));
    }

    [Fact]
    public async Task Ranges_that_adjoin_share_the_bucket_at_their_border_unless_each_has_those_that_start_in_it()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync([.. Enumerable.Range(0, 96).Select(hour => Reading((hour - 36) * 3600, hour))]);
        const string InBerlin = "/api/v1/aggregates?bucket=1d&timeZone=Europe/Berlin&functions=count";

        var counts = new List<int>();
        foreach (var edges in new[] { "whole", "started" })
        {
            var sum = 0;
            for (var day = 21; day < 27; day++)
                sum += Buckets(await api.GetAsync($"{InBerlin}&from=2026-11-{day}T00:00:00Z&to=2026-11-{day + 1}T00:00:00Z&edges={edges}")).Sum(bucket => bucket.GetProperty("count").GetInt32());
            counts.Add(sum);
        }

        // Every day of UTC touches two of Berlin, so each reading is counted twice.
        Assert.Equal(2 * 96, counts[0]);
        Assert.Equal(96, counts[1]);
    }

    [Fact]
    public async Task Filled_with_the_value_before_an_answer_begins_with_the_one_before_its_range()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Reading(-90_000, 7), Reading(-4000, 8), Reading(130, 9));

        var buckets = Buckets(await api.GetAsync($"{Question}&fill=previous&functions=last,count"));

        Assert.Equal([8, 8, 9, 9, 9], buckets.Select(bucket => bucket.GetProperty("last").GetDouble()));
        Assert.Equal(
            ["2026-11-23T10:53:00.000000Z", "2026-11-23T10:53:00.000000Z", null, "2026-11-23T12:02:00.000000Z", "2026-11-23T12:02:00.000000Z"],
            buckets.Select(bucket => bucket.GetProperty("filledFrom").GetString()));
        Assert.Equal([0, 0, 1, 0, 0], buckets.Select(bucket => bucket.GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task Without_what_is_out_of_range_a_spike_leaves_no_trace()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await StoreSpikesAsync(api);

        var all = Assert.Single(Buckets(await api.GetAsync($"{Question}&bucket=1h")));
        var clean = await api.GetAsync($"{Question}&bucket=1h&outOfRange=exclude");

        Assert.Equal([4, 900], new[] { "count", "max" }.Select(name => all.GetProperty(name).GetDouble()));
        Assert.Equal([3, 30, 20, 30], new[] { "count", "max", "first", "last" }.Select(name => Assert.Single(Buckets(clean)).GetProperty(name).GetDouble()));
        Assert.Equal("rollups_1m and readings", clean.GetProperty("source").GetString());
    }

    [Fact]
    public async Task What_is_out_of_range_can_be_left_out_as_far_back_as_raw_readings_are_kept()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await StoreSpikesAsync(api);
        await api.Database.ExecuteAsync("UPDATE `retention` SET `raw_cutoff` = '2026-11-23 12:03'");

        var answer = await api.GetAsync($"{Question}&bucket=1h&outOfRange=exclude");

        Assert.Equal("2026-11-23T12:03:00.000000Z", answer.GetProperty("availableFrom").GetString());
        Assert.Equal([1, 0], new[] { Assert.Single(Buckets(answer)) }.SelectMany(bucket => new[] { bucket.GetProperty("count").GetInt32(), bucket.GetProperty("complete").GetBoolean() ? 1 : 0 }));
    }

    [Fact]
    public async Task Without_a_range_the_last_sixty_the_last_sixty_buckets_are_answered()
    {
        await using var api = await RunningApi.StartAsync(servers);
        var now = (DateTime.UtcNow - Noon).TotalSeconds;
        await api.StoreAsync(Reading(now - (50 * 86400), 1), Reading(now - (50 * 3600), 2), Reading(now - 60, 3));

        var counts = new List<int>();
        foreach (var bucket in new[] { "1m", "1h", "1d" })
            counts.Add(Buckets(await api.GetAsync($"/api/v1/aggregates?sensorId=kitchen-temperature&bucket={bucket}")).Count);

        Assert.Equal([1, 2, 3], counts);
    }

    [Theory]
    [InlineData("10m", "raw_cutoff", null, true)]
    [InlineData("10m", "minute_cutoff", "2026-11-23T12:10:00.000000Z", false)]
    [InlineData("1h", "minute_cutoff", null, true)]
    [InlineData("30s", "raw_cutoff", "2026-11-23T12:10:00.000000Z", false)]
    public async Task What_retention_may_have_taken_is_told_where_the_answer_depends_on_it(string bucket, string cutoff, string? availableFrom, bool isFirstComplete)
    {
        await using var api = await RunningApi.StartAsync(servers);
        var ownership = await api.StoreAsync(Reading(10, 20), Reading(1210, 5));
        await api.Database.Checkpoints.MarkCaughtUpAsync(ownership, Noon.AddHours(2), 1, TestContext.Current.CancellationToken);
        await api.Database.ExecuteAsync($"UPDATE `retention` SET `{cutoff}` = '2026-11-23 12:10'");

        var answer = await api.GetAsync($"/api/v1/aggregates?from=2026-11-23T12:00:00Z&to=2026-11-23T13:00:00Z&bucket={bucket}&fill=null");

        Assert.Equal(availableFrom, answer.GetProperty("availableFrom").GetString());
        var first = Buckets(answer)[0];
        Assert.Equal(isFirstComplete, first.GetProperty("complete").GetBoolean());
        Assert.Equal(availableFrom is null, first.GetProperty("count").GetInt32() > 0);
    }

    private static async Task StoreSpikesAsync(RunningApi api)
    {
        await api.Database.Sensors.StoreCatalogueAsync(
            new SensorCatalogue([new("kitchen-temperature", "temperature", "°C", 85, 20, new(0, 45), "Kitchen", TimeSpan.FromMinutes(1))]), TestContext.Current.CancellationToken);
        await api.StoreAsync(Reading(10, 20), Reading(70, 25), Reading(80, 900), Reading(250, 30));
    }

    private static async Task<string?> TagAsync(RunningApi api, string path)
    {
        using var response = await api.Client.GetAsync($"{path}&format=csv", TestContext.Current.CancellationToken);
        return response.Headers.ETag?.Tag;
    }

    private static Task<string> HasCompleteAsync(RunningApi api, params bool[] expected) => IsCompleteAsync(api, Question, expected);

    // How far the database has come may be told a tenth of a second late.
    private static Task<string> IsCompleteAsync(RunningApi api, string path, params bool[] expected) => Eventually.Async(
        async () => string.Join(' ', Buckets(await api.GetAsync(path)).Select(bucket => bucket.GetProperty("complete").GetBoolean())),
        complete => complete == string.Join(' ', expected),
        TimeSpan.FromSeconds(5),
        "complete buckets");

    private static List<JsonElement> Buckets(JsonElement answer) => [.. answer.GetProperty("aggregates").EnumerateArray()];
}
