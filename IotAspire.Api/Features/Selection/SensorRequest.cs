using System.ComponentModel;
using FastEndpoints;
using FluentValidation;
using IotAspire.Api.Hosting;
using IotAspire.Contracts.Catalogue;

namespace IotAspire.Api.Features.Selection;

/// <summary>Which sensors a request is about: those that meet every condition given; all where none is.</summary>
internal abstract class SensorRequest
{
    [QueryParam, List, Description("Ids of sensors, separated by commas; default: all.")]
    public string? SensorId { get; set; }

    [QueryParam, List, Description("Only sensors of these types, separated by commas.")]
    public string? Type { get; set; }

    [QueryParam, List, Description("Only sensors of these units, separated by commas.")]
    public string? Unit { get; set; }

    [QueryParam, Description("Only sensors whose id or description contains this text; not case-sensitive.")]
    public string? Text { get; set; }

    [QueryParam, Description("Only sensors in this box: minimum longitude, minimum latitude, maximum longitude, maximum latitude.")]
    public string? Bbox { get; set; }

    [QueryParam, Description("Only sensors near this point, 'longitude,latitude'; requires 'within'.")]
    public string? Near { get; set; }

    [QueryParam, Description("Maximum distance from 'near', in the unit of the coordinates.")]
    public double? Within { get; set; }
}

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
            .WithMessage($"can name at most {MaxSensors} sensors; omit it for all sensors, or filter by type, unit, text, bbox or near.");
        RuleFor(request => request.Type)
            .Must(text => text is null || SensorSelection.Split(text).Length > 0)
            .WithMessage("must be types, separated by commas; /api/v1/sensors lists the type of each sensor.");
        RuleFor(request => request.Unit)
            .Must(text => text is null || SensorSelection.Split(text).Length > 0)
            .WithMessage("must be units, separated by commas; /api/v1/sensors lists the unit of each sensor.");
        RuleFor(request => request.Bbox)
            .Must(text => text is null || SensorSelection.TryReadNumbers(text, 4, out var box) && box[0] <= box[2] && box[1] <= box[3])
            .WithMessage("must be four numbers: minimum longitude, minimum latitude, maximum longitude, maximum latitude, such as 0,0,50.5,100.");
        RuleFor(request => request.Near)
            .Must(text => text is null || SensorSelection.TryReadNumbers(text, 2, out _))
            .WithMessage("must be two numbers, longitude and latitude, such as 20,85.")
            .Must((request, text) => text is null == request.Within is null)
            .WithMessage("and within must be given together.");
        RuleFor(request => request.Within)
            .Must((request, distance) => distance is null ? true : double.IsFinite(distance.Value) && distance >= 0)
            .WithMessage("must be a distance, 0 or more.")
            .Must((request, distance) => distance is null || request.Near is not null)
            .WithMessage("requires near.");
    }
}
