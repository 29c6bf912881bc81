using IotAspire.Api.Times;
using IotAspire.Storage.Model;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Quality;

/// <summary>How good a sensor's readings of a bucket are, from its minutes, which come in order.</summary>
/// <param name="sensor">The sensor.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="firstAt">When the sensor's first reading was measured, before which nothing is expected; null without readings.</param>
/// <param name="now">What lies behind it is neither expected nor missing.</param>
internal sealed class QualityBucket(SensorRow sensor, Bucket bucket, DateTime? firstAt, DateTime now)
{
    /// <summary>This number of minutes with the same value is a flat line; a slow signal rests for a few.</summary>
    public const int FlatLine = 10;

    private static readonly TimeSpan Minute = RollupLevel.Minute.Size;

    // One more empty minute than the interval explains.
    private readonly int _gap = (int)((sensor.ExpectedIntervalMs ?? 0) / Minute.TotalMilliseconds) + 1;
    private readonly DateTime _end = bucket.End < now ? bucket.End : RollupLevel.Minute.BucketStart(now);
    private DateTime _next = firstAt is null ? DateTime.MaxValue : Later(bucket.Start, RollupLevel.Minute.BucketStart(firstAt.Value));
    private long _minutes;

    // Readings of times to come, of a clock that runs ahead: they stand for none that should have come by now.
    private long _inFuture;
    private double _flatValue = double.NaN;
    private int _flatRun;

    public SensorRow Sensor => sensor;

    public Bucket Bucket => bucket;

    public RollupPart All { get; private set; }

    public long Gaps { get; private set; }

    public long GapMinutes { get; private set; }

    public long FlatMinutes { get; private set; }

    /// <summary>Readings that should have come since the first one and by now; null where no interval is known.</summary>
    public long? Expected => sensor.ExpectedIntervalMs is not (var interval and > 0) ? null
        : firstAt is null ? 0
        : (long)(Math.Max(0, ((bucket.End < now ? bucket.End : now) - Later(bucket.Start, firstAt.Value)).TotalMilliseconds) / interval);

    public double? Coverage => Expected is { } expected and > 0 ? Math.Min(1, (double)(All.Count - _inFuture) / expected) : null;

    /// <summary>
    /// 0 to 100: coverage × part within range × part of the minutes that isn't a flat line × part without conflict. Late readings
    /// and duplicates cost nothing: they are where they belong, once.
    /// </summary>
    public double? Score => Coverage is not { } coverage ? null
        : All.Count == 0 ? 0
        : 100 * coverage
            * (1 - ((double)All.OutOfRange / All.Count))
            * (1 - ((double)FlatMinutes / _minutes))
            * (1 - ((double)All.Conflicts / (All.Count + All.Conflicts)));

    public void Add(in RollupPart minute)
    {
        // Up to now: a reading of a time to come makes no gap before it.
        PassEmpty(minute.BucketStart < _end ? minute.BucketStart : _end);
        _next = minute.BucketStart + Minute;
        _minutes++;
        if (minute.BucketStart > now)
            _inFuture += minute.Count;
        var all = All;
        all.Add(minute);
        All = all;
        if (minute.Min == minute.Max && minute.Min == _flatValue)
        {
            _flatRun++;
        }
        else
        {
            EndFlatRun();
            (_flatValue, _flatRun) = minute.Min == minute.Max ? (minute.Min, 1) : (double.NaN, 0);
        }
    }

    /// <summary>No more minutes come.</summary>
    public void End()
    {
        PassEmpty(_end);
        EndFlatRun();
    }

    private static DateTime Later(DateTime left, DateTime right) => left > right ? left : right;

    private void PassEmpty(DateTime until)
    {
        var empty = (until - _next).Ticks / Minute.Ticks;
        if (empty < _gap)
            return;
        Gaps++;
        GapMinutes += empty;
        EndFlatRun();
        (_flatValue, _flatRun) = (double.NaN, 0);
    }

    private void EndFlatRun() => FlatMinutes += _flatRun >= FlatLine ? _flatRun : 0;
}
