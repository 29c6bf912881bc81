using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using FastEndpoints;

namespace IotAspire.Api.Features.Quality.List;

internal sealed class Request : BucketRequest
{
    [QueryParam, AllowedValues("1h", "2h", "3h", "4h", "6h", "8h", "12h", "1d", "1w", "1mo"), Description("Length of a bucket; days, weeks (from Monday) and months are those of the time zone. Default: 1d.")]
    public string? Bucket { get; set; }
}

internal sealed class RequestValidator(TimeProvider clock) : RangeRequestValidator<Request>(clock);
