using IotAspire.Storage;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.Aggregator;
using Microsoft.EntityFrameworkCore;

namespace IotAspire.Tests.Storage.Interleavings;

/// <summary>Two partitions with their events, two processes with what they believe, and one database.</summary>
internal sealed class World(IngestDatabase database)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly string[] Sensors = ["kitchen-temperature", "deposit-temperature", "office-temperature"];
    private readonly List<IngestReading>[] _events = [[], []];
    private readonly (PartitionOwnership Ownership, Checkpoint Checkpoint)?[,] _claims = new (PartitionOwnership, Checkpoint)?[2, 2];
    private readonly Dictionary<(string SensorId, DateTime MeasuredAt), HashSet<double>> _published = [];
    private readonly Random _random = new(1);
    private int _owners;
    private int _streams;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task RunAsync(Step step) => step.Kind switch
    {
        StepKind.Publish => Publish(step),
        StepKind.Store => StoreAsync(step.Process, step.Partition, step.Number, Token),
        StepKind.StoreAndDie => StoreAndDieAsync(step),
        StepKind.StoreAgain => StoreAgainAsync(step),
        StepKind.TakeOver => TakeOverAsync(step.Process, step.Partition),
        StepKind.ResetStream => ResetStreamAsync(step.Partition),
        StepKind.StoreBoth => Task.WhenAll(StoreAsync(0, step.Partition, step.Number, Token), StoreAsync(1, step.Partition, step.Number + 1, Token)),
        _ => DeadlockAsync(step),
    };

    /// <summary>Lets a fresh process store the rest, and compares with brute force.</summary>
    public async Task VerifyAsync()
    {
        for (var partition = 0; partition < _events.Length; partition++)
        {
            await TakeOverAsync(0, partition);
            await StoreAsync(0, partition, int.MaxValue, Token);
        }

        // Of conflicting values any may have come first; all else has one answer.
        var sensors = await database.QueryAsync(db => db.Sensors.ToDictionaryAsync(row => row.Id, row => row.SensorId, Token));
        var raw = await database.QueryAsync(db => db.Readings.AsNoTracking().ToListAsync(Token));
        Assert.Equal(_published.Keys.Order(), raw.Select(row => (sensors[row.Sensor], row.MeasuredAt)).Order());
        Assert.All(raw, row => Assert.Contains(row.Value, _published[(sensors[row.Sensor], row.MeasuredAt)]));
        var repeated = await StoredReadings.VerifyRollupsAsync(database, raw);
        var counted = await database.QueryAsync(db => db.IngestStatistics.AsNoTracking().ToListAsync(Token));
        Assert.Equal((ulong)raw.Count, (ulong)counted.Sum(row => (long)row.Stored));
        Assert.Equal(repeated, counted.Sum(row => (long)(row.Duplicates + row.Conflicts)));
        Assert.Equal(_events.Sum(events => events.Count) + _dropped, raw.Count + repeated);
    }

    // Events of streams that ended, all of which were stored.
    private int _dropped;

    private Task Publish(Step step)
    {
        for (var i = 0; i < step.Number; i++)
        {
            var second = _random.Next(0, 4000);
            var item = Batches.Reading(second, _random.Next(3) + (_random.NextDouble() * 1e-3 * (_random.Next(4) == 0 ? 1 : 0)), Sensors[_random.Next(Sensors.Length)], delaySeconds: _random.Next(3) == 0 ? 200 : 0.1);
            _events[step.Partition].Add(item with { Origin = item.Origin with { SequenceNumber = _events[step.Partition].Count } });
            var key = (item.Reading.SensorId, item.Reading.MeasuredAt);
            if (!_published.TryGetValue(key, out var values))
                _published.Add(key, values = []);
            values.Add(item.Reading.Value);
        }

        return Task.CompletedTask;
    }

    private async Task StoreAsync(int process, int partition, int count, CancellationToken cancellationToken)
    {
        if (_claims[process, partition] is not { } claim || NextBatch(claim.Ownership, claim.Checkpoint, partition, count) is not { } batch)
            return;
        while (true)
        {
            try
            {
                await database.Writer.WriteAsync(batch, cancellationToken);
                _claims[process, partition] = (claim.Ownership, batch.Next);
                return;
            }
            catch (OwnershipLostException)
            {
                _claims[process, partition] = null;
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException && (exception is KeyTakenException || DatabaseFault.IsTransient(exception)))
            {
                // Again, as the service would.
            }
        }
    }

    private async Task StoreAndDieAsync(Step step)
    {
        using var death = new CancellationTokenSource(TimeSpan.FromMilliseconds(step.Number));
        try
        {
            await StoreAsync(step.Process, step.Partition, step.Number, death.Token);
        }
        catch (OperationCanceledException)
        {
            _claims[step.Process, step.Partition] = null;
        }
    }

    private async Task StoreAgainAsync(Step step)
    {
        if (_claims[step.Process, step.Partition] is not { } claim)
            return;
        await StoreAsync(step.Process, step.Partition, step.Number, Token);
        if (_claims[step.Process, step.Partition] is not null)
            _claims[step.Process, step.Partition] = claim;
        await StoreAsync(step.Process, step.Partition, step.Number + (step.Number % 2), Token);
    }

    private async Task TakeOverAsync(int process, int partition)
    {
        var address = IngestDatabase.Partition with { PartitionId = $"{partition}" };
        await database.Checkpoints.EnsureAsync([address], Token);
        await database.ExecuteAsync($"UPDATE checkpoints SET lease_until = '2000-01-01' WHERE partition_id = '{partition}'");
        var ownership = await database.Checkpoints.TryAcquireAsync(address, $"process{_owners++}", Lease, Token);
        var checkpoint = await database.Checkpoints.ReadAsync(ownership!, Token);
        if (checkpoint.HubCreatedAt != CreatedAt)
            checkpoint = await database.Checkpoints.BeginEpochAsync(ownership!, CreatedAt, Token);
        _claims[process, partition] = (ownership!, checkpoint);
    }

    private DateTime CreatedAt => Batches.Noon.AddDays(_streams);

    private async Task ResetStreamAsync(int partition)
    {
        _ = partition;
        for (var each = 0; each < _events.Length; each++)
        {
            await TakeOverAsync(0, each);
            await StoreAsync(0, each, int.MaxValue, Token);
            _dropped += _events[each].Count;
        }

        _streams++;
        for (var each = 0; each < _events.Length; each++)
            await TakeOverAsync(1, each);
    }

    private async Task DeadlockAsync(Step step)
    {
        // Another transaction takes a day's row first and then asks for the checkpoint that the batch holds.
        var other = database.ExecuteAsync(
            $"""
            START TRANSACTION;
            SELECT COUNT(*) FROM rollups_1d FOR UPDATE;
            DO SLEEP(0.01);
            SELECT COUNT(*) FROM checkpoints WHERE partition_id = '{step.Partition}' FOR UPDATE;
            ROLLBACK
            """);
        await StoreAsync(step.Process, step.Partition, step.Number, Token);
        try
        {
            await other;
        }
        catch (Exception exception) when (DatabaseFault.IsTransient(exception))
        {
            // This time the other one had to give way.
        }
    }

    private IngestBatch? NextBatch(PartitionOwnership ownership, Checkpoint checkpoint, int partition, int count)
    {
        var first = (int)((checkpoint.SequenceNumber ?? -1) + 1);
        var readings = _events[partition].Skip(first).Take(count).ToList();
        if (readings.Count == 0)
            return null;
        var last = readings[^1].Origin.SequenceNumber;
        return new()
        {
            Ownership = ownership,
            Expected = checkpoint,
            Next = checkpoint.Advance(last, $"{last}", Batches.Noon),
            Readings = readings,
            DeadLetters = [],
        };
    }
}
