using System.ComponentModel;
using FastEndpoints;
using IotAspire.Api.Features.Selection;

namespace IotAspire.Api.Features;

/// <summary>A request about sensors in a range of time.</summary>
internal abstract class RangeRequest : TableRequest
{
    /// <summary>The answer to a range that begins in the future and has no end.</summary>
    public const string NothingYet = "must be before to, which is now where it isn't given; the range is half-open: from ≤ time < to.";

    [QueryParam, Description("First instant of the range: RFC 3339, a date, now, or a time before now as -24h or now-7d; default: an hour, or 60 buckets, before its end.")]
    public string? From { get; set; }

    [QueryParam, Description("First instant after the range, in the same forms; default: now.")]
    public string? To { get; set; }

    [QueryParam, Description("IANA time zone of dates and of buckets of a day or more, as Europe/Berlin; default: UTC.")]
    public string? TimeZone { get; set; }
}
