using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace IotAspire.Api.Features.Stored;

/// <summary>
/// The time up to which readings are stored, at most a tenth of a second old. Read it before the rows: readings stored in between can
/// only make a bucket more complete than reported.
/// </summary>
internal sealed class StoredState(IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeSpan MaximumAge = TimeSpan.FromMilliseconds(100);

    private readonly Snapshot<StoredExtent> _snapshot = new(token => ReadAsync(scopes, token), MaximumAge, clock);

    public ValueTask<StoredExtent> GetAsync(CancellationToken cancellationToken) => _snapshot.GetAsync(cancellationToken);

    private static async Task<StoredExtent> ReadAsync(IServiceScopeFactory scopes, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<IotDbContext>();
        var checkpoints = await database.Checkpoints.AsNoTracking().ToListAsync(cancellationToken);
        var retention = await database.Retention.AsNoTracking().SingleAsync(cancellationToken);
        var reached = Reached(checkpoints);
        var lateness = TimeSpan.FromMilliseconds(retention.AllowedLatenessMs);
        return new(reached - lateness, lateness, retention.RawCutoff, retention.MinuteCutoff, retention.DeadLettersDeleted);
    }

    /// <summary>
    /// The least that any partition has reached; null while one of them has not been read at all. Another hub or consumer group
    /// that was read once leaves its rows behind; what counts is the one that is read now.
    /// </summary>
    private static DateTime? Reached(List<CheckpointRow> checkpoints)
    {
        var partitions = checkpoints
            .GroupBy(checkpoint => (checkpoint.EventHub, checkpoint.ConsumerGroup))
            .MaxBy(stream => stream.Max(checkpoint => checkpoint.LeaseUntil ?? checkpoint.CaughtUpAt ?? checkpoint.LastEnqueuedAt))?
            .Select(checkpoint => checkpoint.CaughtUpAt ?? checkpoint.LastEnqueuedAt)
            .ToList() ?? [];
        return partitions.Count == 0 || partitions.Contains(null) ? null : partitions.Min();
    }
}
