using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FastEndpoints;

namespace IotAspire.Api.Features.Catalogue.Fields;

internal sealed class Request
{
    [QueryParam, AllowedValues("json", "ndjson", "csv", "excel", "parquet", "arrow"), Description("Format of the answer; default: what Accept likes best, or json.")]
    public string? Format { get; set; }
}
