using System.ComponentModel;

namespace IotAspire.Api.Features.Sensors.Delete;

internal sealed class Request
{
    [Description("The sensor.")]
    public string SensorId { get; set; } = "";
}
