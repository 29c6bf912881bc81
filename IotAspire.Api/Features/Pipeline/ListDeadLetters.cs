using System.Buffers.Text;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using FastEndpoints;
using FluentValidation;
using IotAspire.Storage.Ingest;
using IotAspire.Storage.Queries;
using Microsoft.AspNetCore.Http.Extensions;

namespace IotAspire.Api.Features.Pipeline;

internal sealed class ListDeadLetters(DeadLetterQuery query) : Endpoint<ListDeadLettersRequest, DeadLetterPageResponse>
{
    private const string Cursor = "cursor";

    public override void Configure()
    {
        Get("pipeline/deadLetters");
        Summary(summary => summary.Summary = "Events that couldn't be stored, newest first");
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

internal sealed class ListDeadLettersRequest
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1000;

    [QueryParam, Description("Only dead letters with this reason.")]
    [AllowedValues(DeadLetterReason.Undecodable, DeadLetterReason.UnknownSchema, DeadLetterReason.UnitMismatch, DeadLetterReason.TooManySensors, DeadLetterReason.TooOld, DeadLetterReason.InTheFuture)]
    public string? Reason { get; set; }

    [QueryParam, Description("Only dead letters of this partition.")]
    public string? PartitionId { get; set; }

    [QueryParam, Range(1, MaxLimit), Description("Maximum number of rows, 1 to 1000; default: 100. If there are more rows, 'next' is the address of the next page.")]
    public int? Limit { get; set; }

    [QueryParam, Description("Start of the page: part of 'next' of the previous answer.")]
    public string? Cursor { get; set; }
}

internal sealed class ListDeadLettersValidator : Validator<ListDeadLettersRequest>
{
    private const int MaxPartitionLength = 16;

    public ListDeadLettersValidator()
    {
        RuleFor(request => request.Limit)
            .InclusiveBetween(1, ListDeadLettersRequest.MaxLimit)
            .WithMessage($"must be from 1 to {ListDeadLettersRequest.MaxLimit}; \"next\" has the address of further rows.");
        RuleFor(request => request.Cursor)
            .Must(cursor => cursor is null || DeadLetterPosition.TryRead(cursor, out _))
            .WithMessage("must be taken from \"next\" of an answer, or left out.");
        RuleFor(request => request.PartitionId)
            .Must(partition => partition is null || (partition.Length <= MaxPartitionLength && partition.All(char.IsAscii)))
            .WithMessage("must be the id of a partition; /api/v1/pipeline lists them.");
    }
}

/// <summary>A page of dead letters: messages that couldn't be stored.</summary>
/// <param name="DeadLetters">Dead letters, newest first.</param>
/// <param name="Next">Address of the next page; null on the last page.</param>
internal sealed record DeadLetterPageResponse(IReadOnlyList<DeadLetterResponse> DeadLetters, string? Next);

/// <summary>A dead letter.</summary>
/// <param name="Id">Id; increases in the order of storing.</param>
/// <param name="EventHub">Name of the event hub.</param>
/// <param name="ConsumerGroup">The consumer group.</param>
/// <param name="PartitionId">The partition.</param>
/// <param name="Epoch">Number of the partition's stream.</param>
/// <param name="SequenceNumber">Sequence number of the event.</param>
/// <param name="Item">Index of the element in a packed event; 0 for a whole event.</param>
/// <param name="EnqueuedAt">When the event was enqueued.</param>
/// <param name="StoredAt">When the dead letter was stored.</param>
/// <param name="Reason">Reason why it couldn't be stored.</param>
/// <param name="Detail">Details of the error.</param>
/// <param name="BodyBytes">Length of the body.</param>
/// <param name="BodyPreview">First 1024 bytes of the body as text; pipeline/deadLetters/{id}/body returns the whole body.</param>
internal sealed record DeadLetterResponse(
    ulong Id, string EventHub, string ConsumerGroup, string PartitionId, uint Epoch, long SequenceNumber, uint Item, DateTime EnqueuedAt,
    DateTime StoredAt, string Reason, string Detail, long BodyBytes, string BodyPreview)
{
    public static DeadLetterResponse Of(StoredDeadLetter letter) => new(
        letter.Id, letter.EventHub, letter.ConsumerGroup, letter.PartitionId, letter.Epoch, letter.SequenceNumber, letter.Item, letter.EnqueuedAt,
        letter.StoredAt, letter.Reason, letter.Detail, letter.BodyBytes, Pipeline.BodyPreview.Of(letter.Preview));
}

/// <summary>Where a page begins: below the last dead letter of the page before. Opaque to callers.</summary>
/// <param name="Below">That one's id.</param>
internal readonly record struct DeadLetterPosition(ulong Below)
{
    private const int MaxCharacters = 64;

    public override string ToString() => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(Below.ToString(CultureInfo.InvariantCulture)));

    public static bool TryRead(string text, out DeadLetterPosition position)
    {
        position = default;
        if (text.Length > MaxCharacters || !Base64Url.IsValid(text)
            || !ulong.TryParse(Base64Url.DecodeFromChars(text), NumberStyles.None, CultureInfo.InvariantCulture, out var below))
            return false;
        position = new(below);
        return true;
    }
}

/// <summary>The beginning of a body as text.</summary>
internal static class BodyPreview
{
    /// <summary>What isn't UTF-8 or can't be printed becomes U+FFFD; a character cut in two at the end is left out.</summary>
    public static string Of(ReadOnlySpan<byte> body)
    {
        var characters = new char[body.Length];
        Encoding.UTF8.GetDecoder().Convert(body, characters, flush: false, out _, out var used, out _);
        foreach (ref var character in characters.AsSpan(0, used))
        {
            if (char.IsControl(character) && character is not ('\n' or '\r' or '\t'))
                character = '\uFFFD';
        }

        return new(characters, 0, used);
    }
}
