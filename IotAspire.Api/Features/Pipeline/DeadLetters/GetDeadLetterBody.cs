using System.ComponentModel;
using System.Net.Mime;
using FastEndpoints;
using IotAspire.Api.Documentation;
using MySqlConnector;

namespace IotAspire.Api.Features.Pipeline.DeadLetters;

internal sealed class GetDeadLetterBody(DeadLetterBodyQuery query) : Endpoint<GetDeadLetterBodyRequest>
{
    public override void Configure()
    {
        Get("pipeline/deadLetters/{id}/body");
        Summary(summary => summary.Summary = "The bytes of a dead letter, as they came");
        Description(endpoint => endpoint.WithTags("Operations").WithName("GetDeadLetterBody")
            .Produces<byte[]>(StatusCodes.Status200OK, MediaTypeNames.Application.Octet)
            .Refuses(StatusCodes.Status404NotFound));
    }

    public override async Task HandleAsync(GetDeadLetterBodyRequest req, CancellationToken ct)
    {
        var body = await query.FindAsync(req.Id, ct)
            ?? throw RequestRefusal.Of("id", $"There is no dead letter {req.Id}; /api/v1/pipeline/deadLetters lists those that there are.", StatusCodes.Status404NotFound);
        // Never as what it claims to be: nobody knows who sent it.
        await Send.BytesAsync(body, $"dead-letter-{req.Id}", MediaTypeNames.Application.Octet, cancellation: ct);
    }
}

internal sealed class GetDeadLetterBodyRequest
{
    [Description("The dead letter.")]
    public ulong Id { get; set; }
}

internal sealed class DeadLetterBodyQuery(MySqlDataSource dataSource)
{
    /// <returns>The bytes as they came; null if there is no such dead letter.</returns>
    public async Task<byte[]?> FindAsync(ulong id, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = new MySqlCommand("SELECT `body` FROM `dead_letters` WHERE `id` = @id", connection);
        command.Parameters.AddWithValue("@id", id);
        return await command.ExecuteScalarAsync(cancellationToken) as byte[];
    }
}
