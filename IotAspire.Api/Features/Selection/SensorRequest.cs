using System.ComponentModel;
using FastEndpoints;
using IotAspire.Api.Hosting;

namespace IotAspire.Api.Features.Selection;

/// <summary>Which sensors a request is about: those that meet every condition given; all where none is.</summary>
internal abstract class SensorRequest
{
    [QueryParam, List, Description("Sensors, separated by commas; default: all.")]
    public string? SensorId { get; set; }

    [QueryParam, List, Description("Only sensors of these types, separated by commas.")]
    public string? Type { get; set; }

    [QueryParam, List, Description("Only sensors of these units, separated by commas.")]
    public string? Unit { get; set; }

    [QueryParam, Description("Only sensors with this text in id or description, in any case.")]
    public string? Text { get; set; }

    [QueryParam, Description("Only sensors in this box: least longitude, least latitude, greatest longitude, greatest latitude.")]
    public string? Bbox { get; set; }

    [QueryParam, Description("Only sensors near this point, 'longitude,latitude'; needs 'within'.")]
    public string? Near { get; set; }

    [QueryParam, Description("Greatest distance from 'near', in the unit of the coordinates.")]
    public double? Within { get; set; }
}
