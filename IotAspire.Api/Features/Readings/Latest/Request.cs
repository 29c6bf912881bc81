using IotAspire.Api.Features.Selection;

namespace IotAspire.Api.Features.Readings.Latest;

internal sealed class Request : TableRequest;

internal sealed class RequestValidator : TableRequestValidator<Request>;
