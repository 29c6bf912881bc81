using FastEndpoints;

namespace IotAspire.Api.Features.Readings.Latest;

internal sealed class Endpoint(Query query) : EndpointWithoutRequest<Response>
{
    public override void Configure()
    {
        Get("readings/latest");
        Summary(summary => summary.Summary = "The newest reading of each sensor");
        Description(endpoint => endpoint.WithTags("Readings").WithName("LatestReadings"));
    }

    public override async Task HandleAsync(CancellationToken ct) => await Send.OkAsync(await query.LatestAsync(ct), ct);
}
