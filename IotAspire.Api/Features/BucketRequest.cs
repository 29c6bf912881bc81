using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FastEndpoints;
using IotAspire.Api.Times;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features;

/// <summary>A request about buckets in a range of time.</summary>
internal abstract class BucketRequest : RangeRequest
{
    /// <summary>Every bucket of which the range holds a part.</summary>
    public const string Whole = "whole";

    /// <summary>Every bucket whose first instant lies in the range.</summary>
    public const string Started = "started";

    [QueryParam, AllowedValues(Whole, Started), Description("Which buckets belong to the range. whole: all that it touches, so two adjoining ranges may both have the bucket at their border; started: those that start in it, so each bucket belongs to one of adjoining ranges. Buckets are never cut. Default: whole.")]
    public string? Edges { get; set; }

    /// <summary>The range of the buckets that belong to a range.</summary>
    public TimeRange Cut(Buckets buckets, TimeRange range) => Edges == Started ? buckets.StartingIn(range) : buckets.Widen(range);
}
