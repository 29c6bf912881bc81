using IotAspire.Storage.Ingest;

namespace IotAspire.Aggregator.Ownership;

/// <summary>
/// How partitions are shared: evenly, and those who have one more than others keep it, so that nothing moves without need. Every
/// process comes to the same shares from the same view. Pure.
/// </summary>
/// <param name="Acquire">Free partitions to claim.</param>
/// <param name="Release">Partitions to hand over.</param>
internal sealed record PartitionBalance(IReadOnlyList<string> Acquire, IReadOnlyList<string> Release)
{
    public static PartitionBalance Of(string me, OwnershipView view)
    {
        var owned = view.OwnerOfPartition.Where(partition => partition.Value == me).Select(partition => partition.Key).Order(StringComparer.Ordinal).ToList();
        var free = view.OwnerOfPartition.Where(partition => partition.Value is null).Select(partition => partition.Key).Order(StringComparer.Ordinal);
        var share = ShareOf(me, view);
        return new([.. free.Take(Math.Max(0, share - owned.Count))], [.. owned.Skip(share)]);
    }

    private static int ShareOf(string me, OwnershipView view)
    {
        var counts = view.Owners.Append(me).Distinct().ToDictionary(owner => owner, owner => view.OwnerOfPartition.Values.Count(each => each == owner));
        var rank = counts.Keys.OrderByDescending(owner => counts[owner]).ThenBy(owner => owner, StringComparer.Ordinal).ToList().IndexOf(me);
        var (least, extra) = int.DivRem(view.OwnerOfPartition.Count, counts.Count);
        return least + (rank < extra ? 1 : 0);
    }
}
