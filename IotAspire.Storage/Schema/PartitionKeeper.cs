using IotAspire.Storage.Model;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace IotAspire.Storage.Schema;

/// <summary>
/// Makes partitions ahead and drops those behind the retention. Any number of processes may call it at once: one works, the others
/// go on.
/// </summary>
public sealed class PartitionKeeper(MySqlDataSource dataSource, TimeProvider clock, ILogger<PartitionKeeper> logger)
{
    private const string Readings = "readings";

    private static readonly Statement SetCutoffs = new(
        "set cutoffs",
        "UPDATE `retention` SET `raw_cutoff` = GREATEST(`raw_dropped_until`, @raw), `minute_cutoff` = GREATEST(`minute_cutoff`, @minute) WHERE `id` = 1");

    private static readonly Statement NoteDrop = new(
        "note dropped readings", "UPDATE `retention` SET `raw_dropped_until` = GREATEST(`raw_dropped_until`, @end) WHERE `id` = 1");

    /// <summary>Brings both partitioned tables to where they should be now.</summary>
    /// <param name="rawRetention">How long raw readings stay.</param>
    /// <param name="minuteRetention">How long one-minute rollups stay.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="MySqlException">See <see cref="DatabaseFault.IsTransient"/>; what is missing then is made the next time.</exception>
    public async Task KeepAsync(TimeSpan rawRetention, TimeSpan minuteRetention, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var keeping = await DatabaseLock.TryTakeAsync(connection, "partitions", TimeSpan.Zero, cancellationToken);
        if (keeping is null)
            return;
        var surely = await DatabaseClock.EarlierAsync(connection, clock, cancellationToken);
        var rawCutoff = (surely - rawRetention).Date;
        var minuteCutoff = (surely - minuteRetention).Date;
        await SetCutoffsAsync(connection, rawCutoff, minuteCutoff, cancellationToken);
        var now = clock.GetUtcNow().UtcDateTime;
        await KeepAsync(new(connection, Readings), PartitionStep.Day, now, rawCutoff, cancellationToken);
        await KeepAsync(new(connection, RollupLevel.Minute.Table), PartitionStep.Month, now, minuteCutoff, cancellationToken);
    }

    // Waits for the batches under way, which hold the row; those that come later refuse what is older. So nothing is stored any
    // more in a partition that is about to go. With a longer retention the raw cutoff sinks, but never below what has been dropped:
    // rollups have counted that already. Minutes that were refused once are in no rollup, so their cutoff never sinks.
    private static async Task SetCutoffsAsync(MySqlConnection connection, DateTime rawCutoff, DateTime minuteCutoff, CancellationToken cancellationToken)
    {
        await using var command = SetCutoffs.On(connection);
        command.Parameters.AddWithValue("@raw", rawCutoff);
        command.Parameters.AddWithValue("@minute", minuteCutoff);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task NoteDropAsync(PartitionedTable table, IReadOnlyList<RangePartition> drop, CancellationToken cancellationToken)
    {
        foreach (var partition in drop.Reverse())
        {
            if (!await table.HasRowsAsync(partition, cancellationToken))
                continue;
            await using var command = NoteDrop.On(table.Connection);
            command.Parameters.AddWithValue("@end", partition.End);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return;
        }
    }

    private async Task KeepAsync(PartitionedTable table, PartitionStep step, DateTime now, DateTime cutoff, CancellationToken cancellationToken)
    {
        var existing = await table.ReadAsync(cancellationToken);
        var (create, drop) = PartitionPlan.Of(existing, step, now, cutoff);
        if (create.Count > 0)
        {
            await table.CreateAsync(create, existing[^1].Name, cancellationToken);
            StorageLog.PartitionsCreated(logger, table.Name, create.Count, create[^1].End!.Value);
        }

        if (drop.Count > 0)
        {
            if (table.Name == Readings)
                await NoteDropAsync(table, drop, cancellationToken);
            await table.DropAsync(drop, cancellationToken);
            StorageLog.PartitionsDropped(logger, table.Name, drop.Count, drop[^1].End!.Value);
        }
    }
}
