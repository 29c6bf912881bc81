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
        RuleFor(request => request.TimeZone)
            .Must(name => TimeZones.Find(name) is not null)
            .WithMessage($"must be {TimeZones.Form}.");
    }
}
