using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FastEndpoints;
using FluentValidation;
using IotAspire.Storage.Ingest;

namespace IotAspire.Api.Features.Pipeline.DeadLetters;

internal sealed class ListDeadLettersRequest
{
    public const int DefaultLimit = 100;
    public const int MaximumLimit = 1000;

    [QueryParam, Description("Only those of this reason.")]
    [AllowedValues(DeadLetterReason.Undecodable, DeadLetterReason.UnknownSchema, DeadLetterReason.UnitMismatch, DeadLetterReason.TooManySensors, DeadLetterReason.TooOld, DeadLetterReason.InTheFuture)]
    public string? Reason { get; set; }

    [QueryParam, Description("Only those of this partition.")]
    public string? PartitionId { get; set; }

    [QueryParam, Range(1, MaximumLimit), Description("Most rows of one answer, 1 to 1000; default 100. When there are more, the answer has 'next'.")]
    public int? Limit { get; set; }

    [QueryParam, Description("From the 'next' of the answer before; not to be made by hand.")]
    public string? Cursor { get; set; }
}

internal sealed class ListDeadLettersValidator : Validator<ListDeadLettersRequest>
{
    private const int MaxPartitionLength = 16;

    public ListDeadLettersValidator()
    {
        RuleFor(request => request.Limit)
            .InclusiveBetween(1, ListDeadLettersRequest.MaximumLimit)
            .WithMessage($"must be from 1 to {ListDeadLettersRequest.MaximumLimit}; \"next\" of an answer leads to the rows beyond.");
        RuleFor(request => request.Cursor)
            .Must(cursor => cursor is null || DeadLetterPosition.TryRead(cursor, out _))
            .WithMessage("must be taken from \"next\" of an answer, or left out.");
        RuleFor(request => request.PartitionId)
            .Must(partition => partition is null || (partition.Length <= MaxPartitionLength && partition.All(char.IsAscii)))
            .WithMessage("must be the id of a partition; /api/v1/pipeline lists them.");
    }
}
