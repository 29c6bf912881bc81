using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using IotAspire.Api.Keys;
using IotAspire.Api.Limits;
using IotAspire.Storage;
using Microsoft.Extensions.Options;

namespace IotAspire.Api.Features.Live;

/// <summary>Sends one reader what it chose, at the speed at which it reads.</summary>
internal sealed class LiveStream(LiveBuffer buffer, LiveReplay replay, KeyRing keys, IOptions<LiveOptions> options, TimeProvider clock)
{
    private const int EventsPerWrite = 256;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan KeyInterval = TimeSpan.FromSeconds(2);

    /// <param name="http">The exchange; headers are set.</param>
    /// <param name="sensors">What it listens to; everything stored of them from <paramref name="place"/> on is in the buffer.</param>
    /// <param name="kinds">What it chose.</param>
    /// <param name="place">Where it begins in the buffer.</param>
    /// <param name="from">The position that it had come to before; null for a new one.</param>
    /// <param name="cancellationToken">The reader went away, or the service stops.</param>
    public async Task RunAsync(
        HttpContext http, IReadOnlyList<WatchedSensor> sensors, HashSet<LiveKind> kinds, long place, DateTime? from, CancellationToken cancellationToken)
    {
        var filter = await BeginAsync(http, sensors, kinds, from, cancellationToken);
        var output = http.Response.BodyWriter;

        // A stream may last for days. What it asks from now on isn't the request's, whose trace would never end.
        Activity.Current = null;
        var events = new LiveEvent[EventsPerWrite];
        var key = http.Features.Get<PresentedKey>() is { } presented ? KeyHash.Of(presented.Text) : (KeyHash?)null;
        var checkedAt = clock.GetTimestamp();
        while (true)
        {
            var count = buffer.Take(ref place, events, out var overtaken);
            if (overtaken > 0)
                output.Write(LiveText.Gap(filter.Position, clock.GetUtcNow().UtcDateTime, $"This reader was slower than {options.Value.BufferedEvents} events of all readers; up to {overtaken} are missing."));
            foreach (var one in events.AsSpan(0, count))
            {
                if (filter.Accepts(one))
                    output.Write(one.Text);
            }

            // Waits while the reader doesn't read; the server ends a connection that takes nothing at all.
            await output.FlushAsync(cancellationToken);
            if (clock.GetElapsedTime(checkedAt) >= KeyInterval)
            {
                if (key is { } hash && !await IsValidAsync(hash, cancellationToken))
                    return;
                checkedAt = clock.GetTimestamp();
            }

            if (count == 0)
                await Task.WhenAny(buffer.WaitAsync(place, cancellationToken), Task.Delay(KeyInterval, clock, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    // Apart from the loop, which must not keep what was missed in memory for as long as the stream lasts.
    private async Task<LiveFilter> BeginAsync(HttpContext http, IReadOnlyList<WatchedSensor> sensors, HashSet<LiveKind> kinds, DateTime? from, CancellationToken cancellationToken)
    {
        // Asked before anything is written: if it fails, the answer is a problem.
        var missed = from is { } since ? await replay.FindAsync(sensors, since, cancellationToken) : null;
        var output = http.Response.BodyWriter;
        output.Write(LiveText.Open(Retry, kinds, sensors.Count, from));
        if (missed is not null)
            await WriteAsync(output, missed, kinds, from!.Value, cancellationToken);
        await output.FlushAsync(cancellationToken);
        QueryConcurrency.Release(http);
        return new(sensors, kinds, [.. missed?.Events.Select(one => one.Key) ?? []], missed?.Position ?? clock.GetUtcNow().UtcDateTime);
    }

    private async Task WriteAsync(PipeWriter output, Replayed missed, HashSet<LiveKind> kinds, DateTime from, CancellationToken cancellationToken)
    {
        if (missed.Refused is { } reason)
            output.Write(LiveText.Gap(from, clock.GetUtcNow().UtcDateTime, reason));
        foreach (var some in missed.Events.Where(one => kinds.Contains(one.Key.Kind)).Chunk(EventsPerWrite))
        {
            foreach (var one in some)
                output.Write(one.Text);
            await output.FlushAsync(cancellationToken);
        }

        output.Write(LiveText.Position(missed.Position).Text);
    }

    private async ValueTask<bool> IsValidAsync(KeyHash key, CancellationToken cancellationToken)
    {
        try
        {
            return await keys.FindAsync(key, cancellationToken) is not null;
        }
        catch (Exception exception) when (DatabaseFault.IsTransient(exception))
        {
            // Away for longer than keys stay good unseen: the reader comes back and hears so.
            return false;
        }
    }
}
