using IotAspire.Api.Features.Selection;

namespace IotAspire.Api.Features.Sensors.List;

internal sealed class Request : TableRequest;

internal sealed class RequestValidator : TableRequestValidator<Request>;
