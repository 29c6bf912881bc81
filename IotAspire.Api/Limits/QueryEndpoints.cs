using FastEndpoints;
using Microsoft.AspNetCore.Http.Timeouts;

namespace IotAspire.Api.Limits;

/// <summary>What kind of endpoint a request is for.</summary>
internal static class QueryEndpoints
{
    /// <summary>Whether the request is a request to the API, not a probe or a page.</summary>
    public static bool IsQuery(this HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<EndpointDefinition>() is not null;

    /// <summary>Whether the answer goes on for as long as the caller listens.</summary>
    public static bool IsStream(this HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<DisableRequestTimeoutAttribute>() is not null;
}
