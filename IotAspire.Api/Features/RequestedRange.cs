using IotAspire.Api.Formats;
using IotAspire.Api.Times;
using IotAspire.Storage.Queries;
using NodaTime;

namespace IotAspire.Api.Features;

/// <summary>The range of time that a request is about.</summary>
internal static class RequestedRange
{
    /// <summary>What answers say of it.</summary>
    public static readonly Field From = new("from", ValueKind.Instant, "First instant of the requested range.");
    public static readonly Field To = new("to", ValueKind.Instant, "First instant after the range.");
    public static readonly Field Bucket = new("bucket", ValueKind.Text, "Length of a bucket.");
    public static readonly Field TimeZone = new("timeZone", ValueKind.Text, "Time zone of days, weeks and months.");

    // No sensor of this kind of platform is older; and nothing overflows.
    private static readonly DateTime Earliest = DateTime.UnixEpoch;
    private static readonly DateTime Latest = new(3000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>What the caller gave; an end that wasn't given is now, a beginning lies the given time before the end.</summary>
    /// <param name="request">Valid.</param>
    /// <param name="zone">The request's.</param>
    /// <param name="length">Of a range without beginning.</param>
    /// <param name="clock">Tells what now is.</param>
    /// <exception cref="RequestRefusedException">No instant lies in the range.</exception>
    public static TimeRange Of(RangeRequest request, DateTimeZone zone, TimeSpan length, TimeProvider clock)
    {
        var ticks = clock.GetUtcNow().UtcTicks;
        // What is stored has microseconds.
        var now = new DateTime(ticks - (ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
        var to = Read("to", request.To, now, zone) ?? now;
        var from = Read("from", request.From, now, zone) ?? (to - Earliest > length ? to - length : Earliest);
        if (from < to)
            return new(from, to);
        throw request.To is null
            ? RequestRefusal.Of("from", RangeRequest.NothingYet)
            : RequestRefusal.Of("to", "must be after from; the range is half-open: from ≤ time < to.");
    }

    private static DateTime? Read(string parameter, string? text, DateTime now, DateTimeZone zone)
    {
        if (text is null)
            return null;
        if (!TimeExpression.TryParse(text, now, zone, out var instant))
            throw RequestRefusal.Of(parameter, $"must be {TimeExpression.Form}.");
        return instant >= Earliest && instant <= Latest
            ? instant
            : throw RequestRefusal.Of(parameter, $"must lie between {InstantText.Format(Earliest)} and {InstantText.Format(Latest)}.");
    }
}
