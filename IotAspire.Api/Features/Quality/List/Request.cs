using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FastEndpoints;
using FluentValidation;
using IotAspire.Api.Times;

namespace IotAspire.Api.Features.Quality.List;

internal sealed class Request : BucketRequest
{
    [QueryParam, AllowedValues("1h", "2h", "3h", "4h", "6h", "8h", "12h", "1d", "1w", "1mo"), Description("Length of a bucket; days, weeks (from Monday) and months are those of the time zone. Default: 1d.")]
    public string? Bucket { get; set; }
}

internal sealed class RequestValidator : BucketRequestValidator<Request>
{
    private static readonly BucketSize Shortest = BucketSize.Find("1h")!;

    public RequestValidator(TimeProvider clock)
        : base(clock) => RuleFor(request => request.Bucket)
        .Must(bucket => bucket is null || BucketSize.Find(bucket) is { } size && size.Length >= Shortest.Length)
        .WithMessage($"must be one of {string.Join(", ", BucketSize.All.Where(size => size.Length >= Shortest.Length).Select(size => size.Name))}.");
}
