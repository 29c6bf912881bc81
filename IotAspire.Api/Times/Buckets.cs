using IotAspire.Storage.Model;
using IotAspire.Storage.Queries;
using NodaTime;

namespace IotAspire.Api.Times;

/// <summary>
/// The buckets of one size in one zone. They follow each other without a gap; a bucket of less than a day counts from its day's
/// midnight, so on the day on which clocks change the last one is cut, or there is one more.
/// </summary>
internal sealed class Buckets(BucketSize size, DateTimeZone zone)
{
    private static readonly Duration WholeHour = Duration.FromHours(1);

    // The rules know UTC by several names.
    private readonly bool _isUtc = zone.MinOffset == Offset.Zero && zone.MaxOffset == Offset.Zero;
    private Bucket _last;

    public BucketSize Size => size;

    public DateTimeZone Zone => zone;

    /// <summary>The smallest size that divides the range into at most this number of buckets and isn't shorter than the interval of the readings; otherwise months.</summary>
    public static BucketSize Fitting(TimeRange range, DateTimeZone zone, int maximumPoints, TimeSpan interval) =>
        BucketSize.All.FirstOrDefault(size => size.Length >= interval && new Buckets(size, zone).IsAtMost(range, maximumPoints)) ?? BucketSize.Month;

    /// <summary>The bucket that holds an instant.</summary>
    public Bucket At(DateTime instant) => _last.Contains(instant) ? _last : _last = Compute(instant);

    /// <summary>From the start of the range's first bucket to the end of its last.</summary>
    public TimeRange Widen(TimeRange range) => new(At(range.From).Start, At(range.To.AddTicks(-1)).End);

    /// <summary>From the start of the first bucket that starts in the range to the end of the last that does; empty if none does.</summary>
    public TimeRange StartingIn(TimeRange range) => new(FirstFrom(range.From), FirstFrom(range.To));

    /// <summary>The coarsest level whose buckets never lie across the border of two of these; null where only raw readings do.</summary>
    public RollupLevel? LevelFor(TimeRange range)
    {
        if (size.Length < RollupLevel.Minute.Size)
            return null;
        if (size.Length < RollupLevel.Hour.Size)
            return RollupLevel.Minute;
        if (_isUtc)
            return size.Length < RollupLevel.Day.Size ? RollupLevel.Hour : RollupLevel.Day;
        // Buckets count from their day's midnight, when clocks may have gone otherwise than in the range.
        var begin = new Buckets(BucketSize.Day, zone).At(range.From).Start;
        var offsets = zone.GetZoneIntervals(new Interval(ToInstant(begin), ToInstant(range.To))).Select(interval => interval.WallOffset);
        return offsets.All(offset => offset.Ticks % WholeHour.BclCompatibleTicks == 0) ? RollupLevel.Hour : RollupLevel.Minute;
    }

    private DateTime FirstFrom(DateTime instant) => At(instant) is var bucket && bucket.Start == instant ? instant : bucket.End;

    private bool IsAtMost(TimeRange range, int count)
    {
        // The longest month is 2 % longer than the average, the longest day 4 %: what is far too many needn't be counted.
        const double Margin = 1.05;
        if (range.Length / size.Length > (count * Margin) + 1)
            return false;
        var buckets = 0;
        for (var bucket = At(range.From); bucket.Start < range.To && buckets <= count; bucket = At(bucket.End))
            buckets++;
        return buckets <= count;
    }

    private Bucket Compute(DateTime instant)
    {
        if (size.Length <= BucketSize.Day.Length && _isUtc)
        {
            var start = new DateTime(instant.Ticks - (instant.Ticks % size.Length.Ticks), DateTimeKind.Utc);
            return new(start, start + size.Length);
        }

        var date = ToInstant(instant).InZone(zone).Date;
        // Where clocks are set back over midnight, an instant of the day before comes again after the day has begun.
        if (instant >= Midnight(date.PlusDays(1)))
            date = date.PlusDays(1);
        if (size == BucketSize.Week)
            return Of(date.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday)), Period.FromWeeks(1));
        if (size == BucketSize.Month)
            return Of(date.With(DateAdjusters.StartOfMonth), Period.FromMonths(1));
        var day = Of(date, Period.FromDays(1));
        if (size == BucketSize.Day)
            return day;
        var inDay = instant - day.Start;
        var begin = day.Start + ((inDay.Ticks / size.Length.Ticks) * size.Length);
        var end = begin + size.Length;
        return new(begin, end < day.End ? end : day.End);
    }

    private Bucket Of(LocalDate first, Period length) => new(Midnight(first), Midnight(first + length));

    // A day that a zone left out, as Samoa did in 2011, is empty: it begins where the next one does.
    private DateTime Midnight(LocalDate date) => date.AtMidnight().InZoneLeniently(zone).ToDateTimeUtc();

    private static Instant ToInstant(DateTime instant) => Instant.FromDateTimeUtc(instant);
}

/// <summary>A bucket of time, UTC, half-open.</summary>
/// <param name="Start">First instant in it.</param>
/// <param name="End">First instant after it.</param>
internal readonly record struct Bucket(DateTime Start, DateTime End)
{
    public bool Contains(DateTime instant) => instant >= Start && instant < End;
}
