using System.ComponentModel;
using System.Net.Mime;
using FastEndpoints;
using IotAspire.Api.Documentation;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Pipeline;

internal sealed class GetDeadLetterBody(DeadLetterQuery query) : Endpoint<GetDeadLetterBodyRequest>
{
    public override void Configure()
    {
        Get("pipeline/deadLetters/{id}/body");
        Summary(summary => summary.Summary = "Body of a dead letter, as received");
        Description(endpoint => endpoint.WithTags("Operations").WithName("GetDeadLetterBody")
            .Produces<byte[]>(StatusCodes.Status200OK, MediaTypeNames.Application.Octet)
            .Refuses(StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(GetDeadLetterBodyRequest req, CancellationToken ct)
    {
        var body = await query.FindBodyAsync(req.Id, ct)
            ?? throw RequestRefusal.Of("id", $"There is no dead letter {req.Id}; /api/v1/pipeline/deadLetters lists the dead letters.", StatusCodes.Status404NotFound);
        // Never as what it claims to be: nobody knows who sent it.
        await Send.BytesAsync(body, $"dead-letter-{req.Id}", MediaTypeNames.Application.Octet, cancellation: ct);
    }
}

internal sealed class GetDeadLetterBodyRequest
{
    [Description("Id of the dead letter.")]
    public ulong Id { get; set; }
}
