using System.Runtime.CompilerServices;
using IotAspire.Storage.Model;

namespace IotAspire.Storage.Queries;

/// <summary>
/// Reads what lies within the sensors' ranges: one-minute rollups, and in the place of each that holds readings out of range, its
/// other raw readings.
/// </summary>
internal sealed class WithinRangeReader(RollupReader rollups, ReadingReader readings)
{
    private const RollupColumns Everything = RollupColumns.Sum | RollupColumns.Deviations | RollupColumns.Extremes | RollupColumns.Ends | RollupColumns.Faults;

    // Minutes that are looked through before the raw readings of those that need them are read together.
    private const int MinutesAtOnce = 4096;

    /// <param name="sensors">In the order of their numbers.</param>
    /// <param name="range">Of whole minutes.</param>
    /// <param name="maxMinutes">How many the caller will take at most; null: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>By sensor and time.</returns>
    public async IAsyncEnumerable<RollupPart> ReadAsync(
        IReadOnlyList<SensorRow> sensors, TimeRange range, int? maxMinutes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var minutes = new List<RollupPart>();
        await foreach (var minute in rollups.ReadAsync(sensors, RollupLevel.Minute, range, Everything, maxMinutes, cancellationToken))
        {
            minutes.Add(minute);
            if (minutes.Count < MinutesAtOnce)
                continue;
            await foreach (var part in CleanAsync(minutes, cancellationToken))
                yield return part;
            minutes.Clear();
        }

        await foreach (var part in CleanAsync(minutes, cancellationToken))
            yield return part;
    }

    private async IAsyncEnumerable<RollupPart> CleanAsync(List<RollupPart> minutes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Where all are out of range there is nothing to read.
        var mixed = minutes.Where(minute => minute.OutOfRange > 0 && minute.OutOfRange < minute.Count).Select(minute => (minute.Sensor, minute.BucketStart)).ToList();
        await using var others = readings.ReadWithinRangeAsync(mixed, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var isMore = mixed.Count > 0 && await others.MoveNextAsync();
        foreach (var minute in minutes)
        {
            if (minute.OutOfRange == 0)
                yield return minute;
            while (isMore && others.Current.Sensor == minute.Sensor && RollupLevel.Minute.BucketStart(others.Current.MeasuredAt) == minute.BucketStart)
            {
                yield return RollupPart.Of(others.Current);
                isMore = await others.MoveNextAsync();
            }
        }
    }
}
