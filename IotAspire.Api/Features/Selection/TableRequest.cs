using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FastEndpoints;
using FluentValidation;
using IotAspire.Api.Formats;

namespace IotAspire.Api.Features.Selection;

/// <summary>A request about sensors that is answered with rows.</summary>
internal abstract class TableRequest : SensorRequest
{
    [QueryParam, AllowedValues("json", "ndjson", "csv", "excel", "xlsx", "parquet", "arrow"), Description(FormatParameters.Format)]
    public string? Format { get; set; }

    [QueryParam, AllowedValues(FormatParameters.Point, FormatParameters.Comma), Description(FormatParameters.Decimal)]
    public string? Decimal { get; set; }

    [QueryParam, Description(FormatParameters.Excel)]
    public bool? Excel { get; set; }

    [QueryParam, Range(1, Paging.MaxLimit), Description("Maximum number of rows, 1 to 100000. Default: 1000 for JSON, all rows for other formats. If there are more rows, the Link header has the address of the next page, as has 'next' in JSON.")]
    public int? Limit { get; set; }

    [QueryParam, Description("Start of the page: part of 'next' of the previous answer.")]
    public string? Cursor { get; set; }
}

internal abstract class TableRequestValidator<T> : SensorRequestValidator<T>
    where T : TableRequest
{
    protected TableRequestValidator()
    {
        RuleFor(request => request.Limit)
            .Must(limit => limit is null or (>= 1 and <= Paging.MaxLimit))
            .WithMessage($"must be from 1 to {Paging.MaxLimit}; \"next\" has the address of further rows.");
        RuleFor(request => request.Cursor)
            .Must(cursor => cursor is null || Features.Cursor.TryRead(cursor, out _))
            .WithMessage("must be taken from \"next\" of an answer, or left out.");
    }
}
