using System.Text.Json;
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
    public async Task Without_a_range_the_last_sixty_buckets_are_answered()
    {
        await using var api = await RunningApi.StartAsync(servers);
        var now = (DateTime.UtcNow - Noon).TotalSeconds;
        await api.StoreAsync(Reading(now - (50 * 86400), 1), Reading(now - (50 * 3600), 2), Reading(now - 60, 3));

        var counts = new List<int>();
        foreach (var bucket in new[] { "1m", "1h", "1d" })
            counts.Add(Buckets(await api.GetAsync($"/api/v1/aggregates?sensorId=kitchen-temperature&bucket={bucket}")).Count);

        Assert.Equal([1, 2, 3], counts);
    }

    // How far the database has come may be told a tenth of a second late.
    private static Task<string> HasCompleteAsync(RunningApi api, params bool[] expected) => Eventually.Async(
        async () => string.Join(' ', Buckets(await api.GetAsync(Question)).Select(bucket => bucket.GetProperty("complete").GetBoolean())),
        complete => complete == string.Join(' ', expected),
        TimeSpan.FromSeconds(5),
        "complete buckets");

    private static List<JsonElement> Buckets(JsonElement answer) => [.. answer.GetProperty("aggregates").EnumerateArray()];
}
