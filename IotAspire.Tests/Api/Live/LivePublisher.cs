using IotAspire.Contracts.Readings;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.Storage;

namespace IotAspire.Tests.Api.Live;

/// <summary>Stores readings of now as the Aggregator would, one partition of its own.</summary>
internal sealed class LivePublisher
{
    private readonly IngestDatabase _database;
    private readonly PartitionOwnership _ownership;
    private Checkpoint _checkpoint;

    private LivePublisher(IngestDatabase database, PartitionOwnership ownership, Checkpoint checkpoint) =>
        (_database, _ownership, _checkpoint) = (database, ownership, checkpoint);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<LivePublisher> StartAsync(IngestDatabase database, string partitionId = "0")
    {
        var partition = IngestDatabase.Partition with { PartitionId = partitionId };
        await database.Checkpoints.EnsureAsync([partition], Token);
        var ownership = await database.Checkpoints.TryAcquireAsync(partition, "one", TimeSpan.FromMinutes(10), Token);
        return new(database, ownership!, await database.Checkpoints.BeginEpochAsync(ownership!, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), Token));
    }

    /// <summary>Now, in whole milliseconds.</summary>
    public static DateTime Now
    {
        get
        {
            var now = DateTime.UtcNow;
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        }
    }

    public Task StoreAsync(params IEnumerable<(string SensorId, DateTime MeasuredAt, double Value)> readings) => StoreAsync(Now, readings);

    /// <param name="enqueuedAt">Of all of them.</param>
    /// <param name="readings">One batch.</param>
    public async Task StoreAsync(DateTime enqueuedAt, params IEnumerable<(string SensorId, DateTime MeasuredAt, double Value)> readings)
    {
        var first = (_checkpoint.SequenceNumber ?? -1) + 1;
        var batch = readings.Select((reading, index) => new IngestReading(
            new Reading(reading.SensorId, reading.MeasuredAt, reading.Value, "°C"), new(first + index, 0, enqueuedAt, "{}"u8.ToArray()))).ToList();
        var last = first + batch.Count - 1;
        var next = _checkpoint.Advance(last, $"{last}", enqueuedAt);
        await _database.Writer.WriteAsync(new() { Ownership = _ownership, Expected = _checkpoint, Next = next, Readings = batch, DeadLetters = [] }, Token);
        _checkpoint = next;
    }

    public Task CatchUpAsync(DateTime at) => _database.Checkpoints.MarkCaughtUpAsync(_ownership, at, _checkpoint.SequenceNumber ?? -1, Token);
}
