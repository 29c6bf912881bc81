using IotAspire.Api.Features.Selection;

namespace IotAspire.Api.Features.Catalogue.List;

internal sealed class Request : TableRequest;

internal sealed class RequestValidator : TableRequestValidator<Request>;
