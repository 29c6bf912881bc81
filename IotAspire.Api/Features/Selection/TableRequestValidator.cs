using FluentValidation;
using IotAspire.Api.Formats;

namespace IotAspire.Api.Features.Selection;

internal abstract class TableRequestValidator<T> : SensorRequestValidator<T>
    where T : TableRequest
{
    protected TableRequestValidator()
    {
        RuleFor(request => request.Format).IsFormat();
        RuleFor(request => request.Decimal).IsDecimalMark();
        RuleFor(request => request.Limit)
            .Must(limit => limit is null or (>= 1 and <= Paging.MaximumLimit))
            .WithMessage($"must be from 1 to {Paging.MaximumLimit}; \"next\" of an answer leads to the rows beyond.");
        RuleFor(request => request.Cursor)
            .Must(cursor => cursor is null || Features.Cursor.TryRead(cursor, out _))
            .WithMessage("must be taken from \"next\" of an answer, or left out.");
    }
}
