using FluentValidation;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Times;

namespace IotAspire.Api.Features;

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
