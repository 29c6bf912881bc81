using IotAspire.Storage.Model;
using IotAspire.Storage.Queries;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Features.Live;

/// <summary>Polls the database once for all readers: readings stored and buckets closed since the last poll go to the buffer.</summary>
internal sealed class LiveFeed(LiveQuery query, LiveBuffer buffer, IOptions<LiveOptions> options, TimeProvider clock)
{
    // Per poll, and at most a quarter of the buffer, so that a single poll doesn't overtake a reader that keeps up.
    private const int MaxReadings = 16_384;

    private Frontier? _frontier;
    private DateTime? _closedUntil;
    private bool _hasMore;

    /// <summary>Whatever the hub took up to this instant has been streamed.</summary>
    public DateTime Position { get; private set; }

    public Frontier? Frontier => _frontier;

    /// <summary>While nobody listens, nothing is followed.</summary>
    public void Forget() => (_frontier, _closedUntil, _hasMore) = (null, null, false);

    /// <returns>Whether there is more already.</returns>
    public async Task<bool> PollAsync(IReadOnlyList<WatchedSensor> sensors, CancellationToken cancellationToken)
    {
        // Read first: rows stored after it are found below and again by the next poll, which then finds nothing new in them.
        var frontier = await query.FrontierAsync(cancellationToken);
        var added = sensors.Where(sensor => !sensor.Begun.IsCompleted).ToList();
        if (added.Count > 0)
            await StartAsync(added, frontier, cancellationToken);

        var events = new List<LiveEvent>();
        var isChanged = _hasMore || frontier.Version != _frontier?.Version;
        var hasMore = isChanged && await AddReadingsAsync([.. sensors.Except(added)], frontier, events, cancellationToken);
        hasMore |= await AddBucketsAsync(sensors, frontier, events, cancellationToken);
        (_frontier, _hasMore) = (frontier, hasMore);
        if (!hasMore)
            Position = PositionOf(frontier);
        if (events.Count > 0 && !hasMore)
            events.Add(LiveText.Position(Position));
        if (events.Count > 0)
            buffer.Add(events);
        foreach (var sensor in added)
            sensor.Begin();
        return hasMore;
    }

    /// <summary>
    /// What a reader may be told to have received. A partition far behind would hold it back and make every reader that comes back
    /// receive a lot again: no further than a stream can be taken up.
    /// </summary>
    public DateTime PositionOf(Frontier frontier)
    {
        var oldest = clock.GetUtcNow().UtcDateTime - options.Value.Replay;
        return frontier.StoredUntil is { } stored && stored > oldest ? stored : oldest;
    }

    // What is there when somebody begins to listen isn't news.
    private async Task StartAsync(List<WatchedSensor> added, Frontier frontier, CancellationToken cancellationToken)
    {
        var newest = await query.NewestAsync(added.Select(sensor => sensor.Id), cancellationToken);
        foreach (var sensor in added)
            sensor.Start(newest.TryGetValue(sensor.Id, out var at) ? at : null);
        while (await AddReadingsAsync(added, frontier, [], cancellationToken))
        {
            // On to the rest.
        }
    }

    private async Task<bool> AddReadingsAsync(List<WatchedSensor> sensors, Frontier frontier, List<LiveEvent> events, CancellationToken cancellationToken)
    {
        var chunks = LiveQuery.Chunk(sensors).ToList();
        if (chunks.Count == 0)
            return false;
        var max = Math.Max(1, Math.Min(MaxReadings, options.Value.BufferedEvents / 4) / chunks.Count);
        var hasMore = false;
        var found = new List<StoredReading>();
        foreach (var chunk in chunks)
            hasMore |= await FindNewAsync(chunk, frontier, max, found, cancellationToken);
        var byId = sensors.ToDictionary(sensor => sensor.Id);
        events.AddRange(found.OrderBy(reading => reading.EnqueuedAt).Select(reading => LiveText.Reading(byId[reading.Sensor], reading)));
        return hasMore;
    }

    private async Task<bool> FindNewAsync(WatchedSensor[] sensors, Frontier frontier, int max, List<StoredReading> found, CancellationToken cancellationToken)
    {
        var lateness = frontier.AllowedLateness + options.Value.LateWindow;
        var byId = sensors.ToDictionary(sensor => sensor.Id);
        while (true)
        {
            var before = found.Count;
            var readings = await query.ReadingsAsync([.. sensors.Select(sensor => LiveRange.Of(sensor.Id, sensor.EnqueuedAt, lateness))], max, cancellationToken);
            found.AddRange(readings.Where(reading => byId[reading.Sensor].Advance(reading)));
            if (readings.Count < max)
                return false;
            if (found.Count > before)
                return true;
            // All of them are known, of one instant that has more: it takes a larger piece to get past them.
            max *= 4;
        }
    }

    private async Task<bool> AddBucketsAsync(IReadOnlyList<WatchedSensor> sensors, Frontier frontier, List<LiveEvent> events, CancellationToken cancellationToken)
    {
        if (frontier.ClosedUntil is not { } closed || closed <= _closedUntil)
            return false;
        if (_closedUntil is not { } before)
        {
            _closedUntil = closed;
            return false;
        }

        // After a long stand-still not all at once.
        var until = closed - before > options.Value.Replay && options.Value.Replay > TimeSpan.Zero ? before + options.Value.Replay : closed;
        await FindBucketsAsync(query, sensors, before, until, events, cancellationToken);
        _closedUntil = until;
        return until < closed;
    }

    /// <summary>Buckets of all levels that were closed after one instant and not after another.</summary>
    public static async Task FindBucketsAsync(
        LiveQuery query, IReadOnlyList<WatchedSensor> sensors, DateTime after, DateTime until, List<LiveEvent> events, CancellationToken cancellationToken)
    {
        var byId = sensors.ToDictionary(sensor => sensor.Id);
        foreach (var (kind, level) in LiveKinds.Levels.Where(level => level.Level.BucketStart(after) != level.Level.BucketStart(until)))
        {
            var rows = await query.BucketsAsync(sensors.Select(sensor => sensor.Id), level, after, until, cancellationToken);
            events.AddRange(rows.Select(row => LiveText.Bucket(byId[row.Sensor], kind, level, row)));
        }
    }
}
