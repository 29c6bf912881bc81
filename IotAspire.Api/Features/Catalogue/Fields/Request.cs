using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FastEndpoints;
using FluentValidation;
using IotAspire.Api.Formats;

namespace IotAspire.Api.Features.Catalogue.Fields;

internal sealed class Request
{
    [QueryParam, AllowedValues("json", "ndjson", "csv", "excel", "parquet", "arrow"), Description("Format of the answer; default: what Accept likes best, or json.")]
    public string? Format { get; set; }
}

internal sealed class RequestValidator : Validator<Request>
{
    public RequestValidator() => RuleFor(request => request.Format)
        .Must(name => name is null || ResultFormat.Find(name) is not null)
        .WithMessage($"must be one of {ResultFormat.Names}.");
}
