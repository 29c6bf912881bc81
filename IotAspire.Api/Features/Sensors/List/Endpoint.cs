using FastEndpoints;

namespace IotAspire.Api.Features.Sensors.List;

internal sealed class Endpoint(Query query) : EndpointWithoutRequest<Response>
{
    public override void Configure()
    {
        Get("sensors");
        Summary(summary => summary.Summary = "All sensors");
        Description(endpoint => endpoint.WithTags("Sensors").WithName("ListSensors"), clearDefaults: false);
    }

    public override async Task HandleAsync(CancellationToken ct) => await Send.OkAsync(await query.ListAsync(ct), ct);
}
