using FastEndpoints;
using FluentValidation;
using IotAspire.Contracts.Catalogue;

namespace IotAspire.Api.Features;

internal abstract class RangeRequestValidator<T> : Validator<T>
    where T : RangeRequest
{
    protected RangeRequestValidator()
    {
        RuleFor(request => request.SensorId)
            .Must(sensorId => SensorIds.IsValid(sensorId))
            .WithMessage($"must be given and match {SensorIds.Form}; /api/v1/sensors lists the sensors.");
        RuleFor(request => request.Limit)
            .InclusiveBetween(1, Paging.MaximumLimit)
            .WithMessage($"must be from 1 to {Paging.MaximumLimit}; \"next\" of an answer leads to the rows beyond.");
        RuleFor(request => request.Cursor)
            .Must(cursor => cursor is null || Paging.TryRead(cursor, out _))
            .WithMessage("must be taken from \"next\" of an answer, or left out.");
        RuleFor(request => request.To)
            .Must((request, to) => request.From is not { } from || to is null || from < to)
            .WithMessage("must be after from; the range is half-open: from ≤ time < to.");
    }
}
