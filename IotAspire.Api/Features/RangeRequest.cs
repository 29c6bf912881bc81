using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FastEndpoints;
using FluentValidation;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Times;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features;

/// <summary>A request about sensors in a range of time.</summary>
internal abstract class RangeRequest : TableRequest
{
    /// <summary>The answer to a range that begins in the future and has no end.</summary>
    public const string NothingYet = "must be before to, which defaults to now; the range is half-open: from ≤ time < to.";

    [QueryParam, Description("First instant of the range: RFC 3339, a date, now, or a relative time such as -24h or now-7d; default: an hour, or 60 buckets, before the end of the range.")]
    public string? From { get; set; }

    [QueryParam, Description("First instant after the range, in the same formats as from; default: now.")]
    public string? To { get; set; }

    [QueryParam, Description("IANA time zone of dates and of buckets of a day or more, such as Europe/Berlin; default: UTC.")]
    public string? TimeZone { get; set; }
}

internal abstract class RangeRequestValidator<T> : TableRequestValidator<T>
    where T : RangeRequest
{
    protected RangeRequestValidator(TimeProvider clock)
    {
        RuleFor(request => request.From)
            .Must(text => text is null || TimeExpression.TryParse(text, Now(clock), NodaTime.DateTimeZone.Utc, out _))
            .WithMessage($"must be {TimeExpression.Form}.");
        RuleFor(request => request.To)
            .Must(text => text is null || TimeExpression.TryParse(text, Now(clock), NodaTime.DateTimeZone.Utc, out _))
            .WithMessage($"must be {TimeExpression.Form}.");
        RuleFor(request => request.To)
            .Must((request, _) => request.From is null || request.To is null || IsForward(request, Now(clock)))
            .WithMessage("must be after from; the range is half-open: from ≤ time < to.");
        RuleFor(request => request.TimeZone)
            .Must(name => TimeZones.Find(name) is not null)
            .WithMessage((_, name) => $"must be {TimeZones.Form}.{TimeZones.Ask(name!)}");
    }

    // What can't be read is another error.
    private static bool IsForward(RangeRequest request, DateTime now)
    {
        var zone = TimeZones.Find(request.TimeZone) ?? NodaTime.DateTimeZone.Utc;
        return !TimeExpression.TryParse(request.From!, now, zone, out var from)
            || !TimeExpression.TryParse(request.To!, now, zone, out var to)
            || from < to;
    }

    private static DateTime Now(TimeProvider clock) => clock.GetUtcNow().UtcDateTime;
}

/// <summary>A request about buckets in a range of time.</summary>
internal abstract class BucketRequest : RangeRequest
{
    /// <summary>Every bucket of which the range holds a part.</summary>
    public const string Whole = "whole";

    /// <summary>Every bucket whose first instant lies in the range.</summary>
    public const string Started = "started";

    [QueryParam, AllowedValues(Whole, Started), Description("Which buckets belong to the range. whole: all that overlap it, so two adjacent ranges can both include the bucket at their border; started: those that start in it, so each bucket belongs to only one of two adjacent ranges. Buckets are never cut. Default: whole.")]
    public string? Edges { get; set; }

    /// <summary>The range of the buckets that belong to a range.</summary>
    public TimeRange Cut(Buckets buckets, TimeRange range) => Edges == Started ? buckets.StartingIn(range) : buckets.Widen(range);
}
