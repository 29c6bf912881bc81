using IotAspire.Storage.Queries;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Features.Live;

/// <summary>What a reader that comes back has missed, from the database.</summary>
internal sealed class LiveReplay(LiveQuery query, LiveFeed feed, IOptions<LiveOptions> options, TimeProvider clock)
{
    // A position is the Aggregator's clock against the hub's times; they may differ by less than this.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromSeconds(2);

    /// <param name="sensors">The reader's.</param>
    /// <param name="from">The position that it had come to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Replayed> FindAsync(IReadOnlyList<WatchedSensor> sensors, DateTime from, CancellationToken cancellationToken)
    {
        var frontier = await query.FrontierAsync(cancellationToken);
        var position = feed.PositionOf(frontier);
        if (clock.GetUtcNow().UtcDateTime - from > options.Value.Replay)
            return new([], position, $"A stream can be resumed from at most {options.Value.Replay} ago.");
        var events = new List<LiveEvent>();
        var byId = sensors.ToDictionary(sensor => sensor.Id);
        var lateness = frontier.AllowedLateness + options.Value.LateWindow;
        foreach (var chunk in LiveQuery.Chunk(sensors))
        {
            var left = options.Value.ReplayedReadings - events.Count;
            var readings = await query.ReadingsAsync([.. chunk.Select(sensor => LiveRange.Of(sensor.Id, from - ClockDifference, lateness))], left + 1, cancellationToken);
            if (readings.Count > left)
                return new([], position, $"More than {options.Value.ReplayedReadings} readings have arrived since.");
            events.AddRange(readings.Select(reading => LiveText.Reading(byId[reading.Sensor], reading)));
        }

        if (frontier.ClosedUntil is { } closed && closed > from - frontier.AllowedLateness)
            await LiveFeed.FindBucketsAsync(query, sensors, from - frontier.AllowedLateness, closed, events, cancellationToken);
        return new(events, position, null);
    }
}

/// <summary>What was missed.</summary>
/// <param name="Events">All of it, or none.</param>
/// <param name="Position">What the stream has come to with them.</param>
/// <param name="Refused">Why it isn't given; null if it is.</param>
internal sealed record Replayed(IReadOnlyList<LiveEvent> Events, DateTime Position, string? Refused);
