using System.Net.Mime;
using FastEndpoints;
using IotAspire.Api.Documentation;

namespace IotAspire.Api.Features.Pipeline.DeadLetters.Body;

internal sealed class Endpoint(Query query) : Endpoint<Request>
{
    public override void Configure()
    {
        Get("pipeline/deadLetters/{id}/body");
        Summary(summary => summary.Summary = "The bytes of a dead letter, as they came");
        Description(endpoint => endpoint.WithTags("Operations").WithName("GetDeadLetterBody")
            .Produces<byte[]>(StatusCodes.Status200OK, MediaTypeNames.Application.Octet)
            .Refuses(StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(Request req, CancellationToken ct)
    {
        var body = await query.FindAsync(req.Id, ct)
            ?? throw Question.Refuse("id", $"There is no dead letter {req.Id}; /api/v1/pipeline/deadLetters lists those that there are.", StatusCodes.Status404NotFound);
        // Never as what it claims to be: nobody knows who sent it.
        await Send.BytesAsync(body, $"dead-letter-{req.Id}", MediaTypeNames.Application.Octet, cancellation: ct);
    }
}
