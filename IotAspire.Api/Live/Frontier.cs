using IotAspire.Storage.Model;

namespace IotAspire.Api.Live;

/// <summary>How far the hub's events have been stored, at one instant. Pure.</summary>
/// <param name="Version">Differs whenever anything has been stored.</param>
/// <param name="StoredUntil">Whatever the hub took up to this instant is stored; null while a partition has not been read at all.</param>
/// <param name="AllowedLateness">Time after a bucket's end at which it is closed.</param>
/// <param name="Late">Late readings so far, whatever their age.</param>
internal sealed record Frontier(string Version, DateTime? StoredUntil, TimeSpan AllowedLateness, ulong Late)
{
    /// <summary>The end of the newest bucket that is closed.</summary>
    public DateTime? ClosedUntil => StoredUntil - AllowedLateness;

    public static Frontier Of(IReadOnlyList<CheckpointRow> checkpoints, TimeSpan allowedLateness, ulong late)
    {
        // Another hub or consumer group that was read once leaves its rows behind; what counts is the one that is read now.
        var stream = checkpoints
            .GroupBy(checkpoint => (checkpoint.EventHub, checkpoint.ConsumerGroup))
            .MaxBy(group => group.Max(checkpoint => checkpoint.LeaseUntil ?? checkpoint.CaughtUpAt ?? checkpoint.LastEnqueuedAt))?
            .ToList() ?? [];
        var reached = stream.ConvertAll(checkpoint => checkpoint.CaughtUpAt ?? checkpoint.LastEnqueuedAt);
        return new(
            string.Join(' ', stream.Select(checkpoint => $"{checkpoint.PartitionId}:{checkpoint.Epoch}:{checkpoint.SequenceNumber}")),
            reached.Count == 0 || reached.Contains(null) ? null : reached.Min(),
            allowedLateness,
            late);
    }
}
