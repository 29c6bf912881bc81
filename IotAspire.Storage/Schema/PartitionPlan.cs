using System.Globalization;

namespace IotAspire.Storage.Schema;

/// <summary>A range partition; holds what is before <paramref name="End"/> and not before the end of its predecessor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="End">Null for the one without end.</param>
internal sealed record RangePartition(string Name, DateTime? End);

/// <summary>
/// Which partitions a table needs ahead and may drop behind. The first one and the one without end always stay: a row without a
/// partition would be dropped in silence by LOAD DATA … IGNORE. Pure.
/// </summary>
/// <param name="Create">In order; to be split off the one without end.</param>
/// <param name="Drop">Hold nothing that is to be kept.</param>
internal sealed record PartitionPlan(IReadOnlyList<RangePartition> Create, IReadOnlyList<RangePartition> Drop)
{
    private const int StepsAhead = 7;

    /// <param name="existing">In order; the first one and the one without end at least.</param>
    /// <param name="step">A day or a month.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cutoff">Everything before it may go.</param>
    public static PartitionPlan Of(IReadOnlyList<RangePartition> existing, PartitionStep step, DateTime now, DateTime cutoff)
    {
        var create = new List<RangePartition>();
        var lastEnd = existing[^2].End!.Value;
        for (var i = 0; i <= StepsAhead; i++)
        {
            var start = step.Start(now, i);
            var end = step.Start(now, i + 1);
            if (end > lastEnd)
                create.Add(new(string.Create(CultureInfo.InvariantCulture, $"p_{start:yyyyMMdd}"), end));
        }

        var drop = existing.Skip(1).Where(partition => partition.End <= cutoff).ToList();
        return new(create, drop);
    }
}

/// <summary>How long a partition is.</summary>
internal enum PartitionStep
{
    Day,
    Month,
}

internal static class PartitionSteps
{
    /// <summary>Start of the partition that is this number after the one with the instant.</summary>
    public static DateTime Start(this PartitionStep step, DateTime instant, int later) => step switch
    {
        PartitionStep.Day => instant.Date.AddDays(later),
        _ => new DateTime(instant.Year, instant.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(later),
    };
}
