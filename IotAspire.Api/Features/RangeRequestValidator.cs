using FluentValidation;
using IotAspire.Api.Features.Selection;
using IotAspire.Api.Times;

namespace IotAspire.Api.Features;

internal abstract class RangeRequestValidator<T> : TableRequestValidator<T>
    where T : RangeRequest
{
    protected RangeRequestValidator()
    {
        RuleFor(request => request.From)
            .Must(text => text is null || TimeExpression.IsValid(text))
            .WithMessage($"must be {TimeExpression.Form}.");
        RuleFor(request => request.To)
            .Must(text => text is null || TimeExpression.IsValid(text))
            .WithMessage($"must be {TimeExpression.Form}.");
        RuleFor(request => request.To)
            .Must((request, _) => request.From is null || request.To is null || IsForward(request))
            .WithMessage("must be after from; the range is half-open: from ≤ time < to.");
        RuleFor(request => request.TimeZone)
            .Must(name => TimeZones.Find(name) is not null)
            .WithMessage($"must be {TimeZones.Form}.");
    }

    // What can't be read is another error.
    private static bool IsForward(RangeRequest request)
    {
        var zone = TimeZones.Find(request.TimeZone) ?? NodaTime.DateTimeZone.Utc;
        var now = DateTime.UtcNow;
        return !TimeExpression.TryParse(request.From!, now, zone, out var from)
            || !TimeExpression.TryParse(request.To!, now, zone, out var to)
            || from < to;
    }
}
