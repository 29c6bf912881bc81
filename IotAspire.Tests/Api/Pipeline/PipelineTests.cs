using System.Text.Json;
using IotAspire.LocalMySql;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Api.Pipeline;

public sealed class PipelineTests(MySqlServers servers)
{
    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Flavors))]
    public async Task Each_partition_tells_how_far_behind_it_is_who_reads_it_and_what_was_lost(MySqlFlavor flavor)
    {
        await using var api = await RunningApi.StartAsync(servers, flavor);
        var (ownership, start) = await api.Database.OwnAsync("aggregator-1");
        await api.Database.Checkpoints.EnsureAsync([IngestDatabase.Partition with { PartitionId = "10" }, IngestDatabase.Partition with { PartitionId = "2" }], Token);
        var enqueued = DateTime.UtcNow.AddSeconds(-100);
        var batch = Next(ownership, start, Reading(0, 20), Reading(1, 21), Reading(1, 21), Reading(1, 22));
        await api.Database.Writer.WriteAsync(
            batch with
            {
                Next = batch.Next with { EnqueuedAt = enqueued },
                LostEvents = 5,
                HubSequenceNumber = 13,
                DeadLetters = [new(new(2, 0, enqueued, "?"u8.ToArray()), DeadLetterReason.Undecodable, "no reading")],
            },
            Token);

        var partitions = await PartitionsAsync(api);

        Assert.Equal(["0", "2", "10"], partitions.Select(one => one.GetProperty("partitionId").GetString()));
        var read = partitions[0];
        Assert.Equal("aggregator-1", read.GetProperty("owner").GetString());
        Assert.Equal((3, 13, 10), (read.GetProperty("sequenceNumber").GetInt32(), read.GetProperty("hubSequenceNumber").GetInt32(), read.GetProperty("lagEvents").GetInt32()));
        Assert.InRange(read.GetProperty("lagSeconds").GetDouble(), 99, 160);
        Assert.Equal([5, 2, 1, 1, 1, 1], new[] { "lostEvents", "stored", "duplicates", "conflicts", "deadLetters", "batches" }.Select(name => read.GetProperty(name).GetInt32()));
        Assert.All(partitions.Skip(1), other => Assert.Equal(
            (JsonValueKind.Null, JsonValueKind.Null, 0), (other.GetProperty("owner").ValueKind, other.GetProperty("lagSeconds").ValueKind, other.GetProperty("stored").GetInt32())), throwIfEmpty: true);

        await api.Database.Checkpoints.MarkCaughtUpAsync(ownership, DateTime.UtcNow, 3, Token);
        read = (await PartitionsAsync(api))[0];
        Assert.Equal(0, read.GetProperty("lagEvents").GetInt32());
        Assert.InRange(read.GetProperty("lagSeconds").GetDouble(), 0, 30);

        await api.Database.Checkpoints.ReleaseAsync(ownership, Token);
        Assert.Equal(JsonValueKind.Null, (await PartitionsAsync(api))[0].GetProperty("owner").ValueKind);
    }

    [Fact]
    public async Task The_rate_is_what_was_stored_between_two_looks()
    {
        await using var api = await RunningApi.StartAsync(servers);
        var (ownership, checkpoint) = await api.Database.OwnAsync();
        await api.Database.Writer.WriteAsync(Next(ownership, checkpoint, Reading(0, 20)), Token);
        // The first sample; what comes after it counts.
        await Eventually.Async(() => PartitionsAsync(api), partitions => partitions[0].GetProperty("readingsPerSecond").ValueKind == JsonValueKind.Number, TimeSpan.FromSeconds(20), "a rate");

        var expected = await api.Database.Checkpoints.ReadAsync(ownership, Token);
        await api.Database.Writer.WriteAsync(Next(ownership, expected, [.. Enumerable.Range(1, 500).Select(second => Reading(second, second))]), Token);

        var rate = (await PartitionsAsync(api))[0].GetProperty("readingsPerSecond").GetDouble();
        Assert.InRange(rate, 500.0 / 60, 500);
    }

    [Fact]
    public async Task Health_says_why_for_each_check()
    {
        await using var api = await RunningApi.StartAsync(servers);
        Assert.Equal("No Aggregator has read an event hub yet.", (await PipelineCheckAsync(api)).Description);

        var (ownership, start) = await api.Database.OwnAsync();
        Assert.Equal("Partition telemetry/aggregator/0 hasn't been read yet.", (await PipelineCheckAsync(api)).Description);

        var batch = Next(ownership, start, Reading(0, 20));
        await api.Database.Writer.WriteAsync(batch with { Next = batch.Next with { EnqueuedAt = DateTime.UtcNow.AddSeconds(-90) }, HubSequenceNumber = 7 }, Token);
        var (status, description) = await PipelineCheckAsync(api);
        Assert.Equal("Degraded", status);
        Assert.Matches(@"^Partition telemetry/aggregator/0 is \d+ s and 7 events behind\.$", description);

        await api.Database.Checkpoints.MarkCaughtUpAsync(ownership, DateTime.UtcNow, 0, Token);
        (status, description) = await PipelineCheckAsync(api);
        Assert.Equal("Healthy", status);
        Assert.StartsWith("1 partitions are at most ", description, StringComparison.Ordinal);

        await api.Database.Checkpoints.EnsureAsync([IngestDatabase.Partition with { PartitionId = "1" }], Token);
        Assert.Equal("No Aggregator reads partition telemetry/aggregator/1.", (await PipelineCheckAsync(api)).Description);

        await api.Database.Checkpoints.ReleaseAsync(ownership, Token);
        Assert.Equal("No Aggregator reads any partition.", (await PipelineCheckAsync(api)).Description);
    }

    private static async Task<List<JsonElement>> PartitionsAsync(RunningApi api) => [.. (await api.GetAsync("/api/v1/pipeline")).GetProperty("partitions").EnumerateArray()];

    // Whatever the pipeline is like, the API itself is well.
    private static async Task<(string Status, string Description)> PipelineCheckAsync(RunningApi api)
    {
        var checks = (await api.GetAsync("/health")).GetProperty("checks");
        Assert.Equal("Healthy", checks.GetProperty("iotdb").GetProperty("status").GetString());
        var check = checks.GetProperty("pipeline");
        return (check.GetProperty("status").GetString()!, check.GetProperty("description").GetString()!);
    }
}
