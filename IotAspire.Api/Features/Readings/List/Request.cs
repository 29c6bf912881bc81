using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FastEndpoints;
using FluentValidation;

namespace IotAspire.Api.Features.Readings.List;

internal sealed class Request : RangeRequest
{
    public const string Ascending = "asc";
    public const string Descending = "desc";

    [QueryParam, AllowedValues(Ascending, Descending), Description("asc: by sensor, then time; desc: all reversed, so a sensor's newest reading comes first. Default: asc.")]
    public string? Order { get; set; }

    [QueryParam, Description("Only values of at least this, in the sensor's unit.")]
    public double? MinValue { get; set; }

    [QueryParam, Description("Only values of at most this, in the sensor's unit.")]
    public double? MaxValue { get; set; }

    [QueryParam, Description("true: only values outside their sensor's range; false: only those inside.")]
    public bool? OutOfRange { get; set; }

    [QueryParam, Description("true: only readings that came after their minute was closed; false: only those that came in time.")]
    public bool? Late { get; set; }

    [QueryParam, Description("true: only readings of a clock that ran ahead, that is, measured more than a minute after the event hub took them; false: only the others.")]
    public bool? Ahead { get; set; }

    [QueryParam, Description("true: also count all readings of the question; in JSON as 'count', for every format in the header Total-Count.")]
    public bool? Count { get; set; }
}

internal sealed class RequestValidator : RangeRequestValidator<Request>
{
    public RequestValidator(TimeProvider clock)
        : base(clock)
    {
        RuleFor(request => request.MinValue).Must(value => value is null || double.IsFinite(value.Value)).WithMessage("must be a finite number.");
        RuleFor(request => request.MaxValue)
            .Must(value => value is null || double.IsFinite(value.Value)).WithMessage("must be a finite number.")
            .Must((request, value) => !(value < request.MinValue)).WithMessage("must not be less than minValue.");
    }
}
