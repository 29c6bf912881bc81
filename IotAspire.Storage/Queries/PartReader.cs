using System.Runtime.CompilerServices;
using IotAspire.Storage.Model;

namespace IotAspire.Storage.Queries;

/// <summary>What is read to compute buckets: rollups, raw readings, or rollups and the raw readings of minutes that hold some out of range.</summary>
/// <param name="Level">The coarsest exact rollups; null: raw readings.</param>
/// <param name="IsWithinRange">Whether readings out of their sensor's range are left out.</param>
/// <param name="Columns">Columns of the rollups that are needed.</param>
/// <param name="Extent">How far what is stored reaches.</param>
internal sealed record PartPlan(RollupLevel? Level, bool IsWithinRange, RollupColumns Columns, StoredExtent Extent)
{
    private const string Readings = "readings";

    /// <summary>The cheapest plan for buckets of whole rollups of <paramref name="level"/>; null: of raw readings.</summary>
    public static PartPlan Of(RollupLevel? level, bool isWithinRange, RollupColumns columns, StoredExtent extent) =>
        // What is out of range can only be told apart in raw readings: minutes without any need none.
        new(isWithinRange && level is not null ? RollupLevel.Minute : level, isWithinRange, columns, extent);

    /// <summary>Whether raw readings are read, all or some.</summary>
    public bool NeedsRaw => Level is null || IsWithinRange;

    /// <summary>The tables, as callers read them.</summary>
    public string Source => Level is null ? Readings : IsWithinRange ? $"{Level.Table} and {Readings}" : Level.Table;

    /// <summary>From when on all of it is kept.</summary>
    public DateTime KeptFrom
    {
        get
        {
            var minutes = Level == RollupLevel.Minute ? Extent.MinuteCutoff : default;
            var raw = NeedsRaw ? Extent.RawCutoff : default;
            return raw > minutes ? raw : minutes;
        }
    }

    /// <summary>How many parts make a bucket of this length; null: any number of raw readings.</summary>
    public double? PartsPer(TimeSpan bucket) =>
        Level is null ? null : Math.Max(1, bucket / Level.Size);
}

/// <summary>Reads what a plan says, in the order of sensor and time.</summary>
internal sealed class PartReader(RollupReader rollups, ReadingReader readings, WithinRangeReader withinRange)
{
    /// <param name="plan">What to read.</param>
    /// <param name="sensors">In the order of their numbers.</param>
    /// <param name="range">Parts that begin in it; what isn't kept is left out.</param>
    /// <param name="maxParts">How many the caller will take at most; null: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public IAsyncEnumerable<RollupPart> ReadAsync(PartPlan plan, IReadOnlyList<SensorRow> sensors, TimeRange range, int? maxParts, CancellationToken cancellationToken)
    {
        if (plan.KeptFrom > range.From)
            range = range with { From = plan.KeptFrom };
        return plan.Level is not { } level ? RawAsync(sensors, range, plan.IsWithinRange ? ReadingFilter.WithinRange : ReadingFilter.None, cancellationToken)
            : plan.IsWithinRange ? withinRange.ReadAsync(sensors, range, maxParts, cancellationToken)
            : rollups.ReadAsync(sensors, level, range, plan.Columns, maxParts, cancellationToken);
    }

    private async IAsyncEnumerable<RollupPart> RawAsync(
        IReadOnlyList<SensorRow> sensors, TimeRange range, ReadingFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var reading in readings.ReadAsync(sensors, range, filter, isDescending: false, after: null, maxRows: null, cancellationToken))
            yield return RollupPart.Of(reading);
    }
}
