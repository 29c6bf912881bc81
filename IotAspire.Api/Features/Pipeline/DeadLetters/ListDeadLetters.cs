using FastEndpoints;
using IotAspire.Storage.Queries;
using Microsoft.AspNetCore.Http.Extensions;

namespace IotAspire.Api.Features.Pipeline.DeadLetters;

internal sealed class ListDeadLetters(DeadLetterQuery query) : Endpoint<ListDeadLettersRequest, DeadLetterPageResponse>
{
    private const string Cursor = "cursor";

    public override void Configure()
    {
        Get("pipeline/deadLetters");
        Summary(summary => summary.Summary = "What came over the hub and couldn't be stored, newest first");
        Description(endpoint => endpoint.WithTags("Operations").WithName("ListDeadLetters"));
    }

    public override async Task HandleAsync(ListDeadLettersRequest req, CancellationToken ct)
    {
        var limit = req.Limit ?? ListDeadLettersRequest.DefaultLimit;
        var below = req.Cursor is { } cursor && DeadLetterPosition.TryRead(cursor, out var position) ? position.Below : ulong.MaxValue;
        var letters = await query.ListAsync(below, req.Reason, req.PartitionId, limit + 1, ct);
        string? next = null;
        if (letters.Count > limit)
        {
            letters.RemoveRange(limit, letters.Count - limit);
            next = Next(new(letters[^1].Id));
            HttpContext.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        }

        await Send.OkAsync(new([.. letters.Select(DeadLetterResponse.Of)], next), ct);
    }

    private string Next(DeadLetterPosition position)
    {
        var request = HttpContext.Request;
        var query = new QueryBuilder(request.Query
            .Where(parameter => !parameter.Key.Equals(Cursor, StringComparison.OrdinalIgnoreCase))
            .Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value.ToString())))
        {
            { Cursor, position.ToString() },
        };
        return $"{request.PathBase}{request.Path}{query}";
    }
}
