using System.ComponentModel;

namespace IotAspire.Api.Features.Pipeline.DeadLetters.Body;

internal sealed class Request
{
    [Description("The dead letter.")]
    public ulong Id { get; set; }
}
