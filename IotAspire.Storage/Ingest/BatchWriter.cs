using System.Collections.Concurrent;
using System.Diagnostics;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>
/// Stores a batch with exactly-once effect: raw readings, rollups, dead letters and the checkpoint in one transaction, which
/// first checks that the checkpoint stands where the batch begins and that the partition is still ours.
/// </summary>
public sealed class BatchWriter(MySqlDataSource dataSource, SensorRegistry sensors, ReadingLoader loader, TimeProvider clock)
{
    // As many as batches were ever stored at once. Each holds megabytes, and the collector would rarely look at such lists.
    private readonly ConcurrentQueue<BatchContent> _contents = [];
    private readonly SortRooms _rooms = new();

    /// <summary>Stores the batch, or nothing. May be called again with the same batch after any failure.</summary>
    /// <exception cref="OwnershipLostException">Another process owns the partition or its checkpoint.</exception>
    /// <exception cref="KeyTakenException">Another writer stored one of the readings at the same time: try again.</exception>
    /// <exception cref="DataRefusedException">The database would not store a reading as sent.</exception>
    /// <exception cref="MySqlException">See <see cref="DatabaseFault.IsTransient"/>.</exception>
    public async Task<IngestResult> WriteAsync(IngestBatch batch, CancellationToken cancellationToken)
    {
        using var activity = StorageTelemetry.StartBatch(batch);
        var content = _contents.TryDequeue(out var used) ? used : new BatchContent(_rooms);
        try
        {
            return await StoreAsync(batch, content, cancellationToken);
        }
        catch (Exception exception)
        {
            activity?.SetTag("error.type", DatabaseFault.TypeOf(exception)).SetStatus(ActivityStatusCode.Error, DatabaseFault.Describe(exception));
            throw;
        }
        finally
        {
            _contents.Enqueue(content);
        }
    }

    private async Task<IngestResult> StoreAsync(IngestBatch batch, BatchContent content, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            var known = await sensors.ResolveAsync(batch.Readings, cancellationToken);
            if (await StoreAsync(batch, content, known, started, cancellationToken) is { } result)
                return result;
            sensors.Forget(known);
        }
    }

    // Null, and nothing stored, if a sensor has been removed since these became known.
    private async Task<IngestResult?> StoreAsync(IngestBatch batch, BatchContent content, KnownSensors known, long started, CancellationToken cancellationToken)
    {
        await using var transaction = await IngestTransaction.BeginAsync(dataSource, cancellationToken);
        var stored = await CheckpointStore.LockAsync(transaction, batch.Ownership, cancellationToken);
        // An earlier try committed, and only its answer was lost.
        if (stored.IsAt(batch.Next) && !batch.Expected.IsAt(batch.Next))
            return IngestResult.AlreadyStored;
        if (!stored.IsAt(batch.Expected))
            throw new OwnershipLostException(batch.Ownership);

        var limits = await RetentionStore.ReadLimitsAsync(transaction, cancellationToken);
        if (limits.SensorsGeneration != known.Generation)
            return null;
        content.Sort(batch, known.Entries, limits);
        var (added, existing) = await ReadingStore.StoreAsync(loader, transaction, content.Records, cancellationToken);
        var repeated = content.FindRepeated(existing);
        // Coarse levels first: a transaction that holds a day's row, such as a rebuild, holds everything below it.
        foreach (var deltas in RollupDeltas.Of(limits, added, repeated).Reverse())
            await RollupWriter.AddAsync(transaction, deltas, cancellationToken);
        await DeadLetterWriter.AddAsync(transaction, batch, content.DeadLetters, clock.GetUtcNow().UtcDateTime, cancellationToken);
        await CheckpointStore.AdvanceAsync(transaction, batch, cancellationToken);
        var result = Count(added, repeated, content.DeadLetters);
        await IngestStatistics.AddAsync(transaction, batch, result, clock.GetElapsedTime(started), clock.GetUtcNow().UtcDateTime, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private static IngestResult Count(List<StoredReading> added, List<RepeatedReading> repeated, List<DeadLetter> deadLetters)
    {
        var conflicts = repeated.Count(reading => reading.IsConflict);
        var result = new IngestResult(
            added.Count,
            repeated.Count - conflicts,
            conflicts,
            added.Count(record => record.Flags.HasFlag(ReadingQuality.Late)),
            added.Count(record => record.Flags.HasFlag(ReadingQuality.OutOfRange)),
            deadLetters.Count);
        return deadLetters.Count == 0 ? result : result with { Refused = deadLetters };
    }
}

/// <summary>Another writer stored one of the batch's keys in the middle of the batch. Nothing was stored; try again at once.</summary>
public sealed class KeyTakenException() : Exception("Another writer stored a reading of this batch at the same time.");

/// <summary>
/// The database took a row otherwise than it was sent. Decoding should have made that impossible, so it is a defect, or another
/// schema than ours: nothing was stored, and trying again won't help.
/// </summary>
public sealed class DataRefusedException(string warning) : Exception($"The database would not store a reading as sent: {warning}");
