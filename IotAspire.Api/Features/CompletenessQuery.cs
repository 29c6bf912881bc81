using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IotAspire.Api.Features;

/// <summary>Up to when everything that was measured in time has been stored.</summary>
internal sealed class CompletenessQuery(IotDbContext database)
{
    /// <summary>
    /// The end of the newest bucket that can be complete: the least that any partition has reached, less the allowed lateness.
    /// Null while a partition has not been read at all.
    /// </summary>
    public async Task<DateTime?> CompleteUntilAsync(CancellationToken cancellationToken)
    {
        var checkpoints = await database.Checkpoints.AsNoTracking().ToListAsync(cancellationToken);
        // Another hub or consumer group that was read once leaves its rows behind; what counts is the one that is read now.
        var reached = checkpoints
            .GroupBy(checkpoint => (checkpoint.EventHub, checkpoint.ConsumerGroup))
            .MaxBy(stream => stream.Max(checkpoint => checkpoint.LeaseUntil ?? checkpoint.CaughtUpAt ?? checkpoint.LastEnqueuedAt))?
            .Select(checkpoint => checkpoint.CaughtUpAt ?? checkpoint.LastEnqueuedAt)
            .ToList() ?? [];
        var lateness = await database.Retention.AsNoTracking().Select(row => row.AllowedLatenessMs).SingleOrDefaultAsync(cancellationToken);
        return reached.Count == 0 || reached.Contains(null) ? null : reached.Min()!.Value.AddMilliseconds(-lateness);
    }
}
