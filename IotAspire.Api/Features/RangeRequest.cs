using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FastEndpoints;

namespace IotAspire.Api.Features;

/// <summary>What every question about a range of time has in common.</summary>
internal abstract class RangeRequest
{
    /// <summary>The answer to a range that begins in the future and has no end.</summary>
    public const string NothingYet = "must be before to, which is now where it isn't given; the range is half-open: from ≤ time < to.";

    [QueryParam, Description("The sensor.")]
    public string SensorId { get; set; } = "";

    [QueryParam, Description("First instant of the range; default: an hour, or 60 buckets, before its end.")]
    public DateTime? From { get; set; }

    [QueryParam, Description("First instant after the range; default: now.")]
    public DateTime? To { get; set; }

    [QueryParam, Range(1, Paging.MaximumLimit), Description("Most rows of one answer, 1 to 10000; default 1000. When there are more, the answer has 'next'.")]
    public int? Limit { get; set; }

    [QueryParam, Description("From the 'next' of the answer before; not to be made by hand.")]
    public string? Cursor { get; set; }
}
