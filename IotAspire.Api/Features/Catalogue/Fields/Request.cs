using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FastEndpoints;
using IotAspire.Api.Formats;

namespace IotAspire.Api.Features.Catalogue.Fields;

internal sealed class Request
{
    [QueryParam, AllowedValues("json", "ndjson", "csv", "excel", "xlsx", "parquet", "arrow"), Description(FormatParameters.Format)]
    public string? Format { get; set; }

    [QueryParam, AllowedValues(FormatParameters.Point, FormatParameters.Comma), Description(FormatParameters.Decimal)]
    public string? Decimal { get; set; }

    [QueryParam, Description(FormatParameters.Excel)]
    public bool? Excel { get; set; }
}
