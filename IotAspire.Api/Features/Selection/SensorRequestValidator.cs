using FastEndpoints;
using FluentValidation;
using IotAspire.Contracts.Catalogue;

namespace IotAspire.Api.Features.Selection;

internal abstract class SensorRequestValidator<T> : Validator<T>
    where T : SensorRequest
{
    private const int MaxSensors = 1000;

    protected SensorRequestValidator()
    {
        RuleFor(request => request.SensorId)
            .Must(text => text is null || SensorSelection.Split(text) is { Length: > 0 } ids && ids.All(sensorId => SensorIds.IsValid(sensorId)))
            .WithMessage($"must be ids that match {SensorIds.Form}, separated by commas; /api/v1/sensors lists the sensors.")
            .Must(text => text is null || SensorSelection.Split(text).Length <= MaxSensors)
            .WithMessage($"may name at most {MaxSensors} sensors; leave it out for all of them, or filter by type, unit, text, bbox or near.");
        RuleFor(request => request.Type)
            .Must(text => text is null || SensorSelection.Split(text).Length > 0)
            .WithMessage("must be types, separated by commas; /api/v1/sensors lists the sensors with theirs.");
        RuleFor(request => request.Unit)
            .Must(text => text is null || SensorSelection.Split(text).Length > 0)
            .WithMessage("must be units, separated by commas; /api/v1/sensors lists the sensors with theirs.");
        RuleFor(request => request.Bbox)
            .Must(text => text is null || SensorSelection.TryReadNumbers(text, 4, out var box) && box[0] <= box[2] && box[1] <= box[3])
            .WithMessage("must be four numbers, least longitude, least latitude, greatest longitude, greatest latitude, as 0,0,50.5,100.");
        RuleFor(request => request.Near)
            .Must(text => text is null || SensorSelection.TryReadNumbers(text, 2, out _))
            .WithMessage("must be two numbers, longitude and latitude, as 20,85.")
            .Must((request, text) => text is null == request.Within is null)
            .WithMessage("and within must be given together.");
        RuleFor(request => request.Within)
            .Must((request, distance) => distance is null ? true : double.IsFinite(distance.Value) && distance >= 0)
            .WithMessage("must be a distance, 0 or more.")
            .Must((request, distance) => distance is null || request.Near is not null)
            .WithMessage("needs near.");
    }
}
