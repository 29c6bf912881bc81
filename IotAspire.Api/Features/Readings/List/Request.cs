namespace IotAspire.Api.Features.Readings.List;

internal sealed class Request : RangeRequest;

internal sealed class RequestValidator : RangeRequestValidator<Request>;
