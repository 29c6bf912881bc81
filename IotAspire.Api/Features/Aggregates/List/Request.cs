using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FastEndpoints;
using FluentValidation;
using IotAspire.Storage.Model;

namespace IotAspire.Api.Features.Aggregates.List;

internal sealed class Request : RangeRequest
{
    [QueryParam, AllowedValues("1m", "1h", "1d"), Description("Length of a bucket: 1m, 1h or 1d (UTC days); default 1m.")]
    public string? Bucket { get; set; }
}

internal sealed class RequestValidator : RangeRequestValidator<Request>
{
    public RequestValidator() => RuleFor(request => request.Bucket)
        .Must(bucket => bucket is null || RollupLevel.All.Any(level => level.Name == bucket))
        .WithMessage($"must be one of {string.Join(", ", RollupLevel.All.Select(level => level.Name))}.");
}
