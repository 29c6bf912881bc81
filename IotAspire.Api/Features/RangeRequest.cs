using System.ComponentModel;
using FastEndpoints;

namespace IotAspire.Api.Features;

/// <summary>What every question about a range of time has in common.</summary>
internal abstract class RangeRequest
{
    [QueryParam, Description("The sensor.")]
    public string SensorId { get; set; } = "";

    [QueryParam, Description("First instant of the range; default: an hour before its end.")]
    public DateTime? From { get; set; }

    [QueryParam, Description("First instant after the range; default: now.")]
    public DateTime? To { get; set; }

    [QueryParam, Description("Most rows of one answer, 1 to 10000; default 1000. When there are more, the answer has 'next'.")]
    public int? Limit { get; set; }

    [QueryParam, Description("From the 'next' of the answer before; not to be made by hand.")]
    public string? Cursor { get; set; }
}
