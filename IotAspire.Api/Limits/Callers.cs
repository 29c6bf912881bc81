using System.Security.Claims;
using IotAspire.Api.Keys;

namespace IotAspire.Api.Limits;

/// <summary>Who shares a limit: each key, and without one each address.</summary>
internal sealed class Callers(IHostEnvironment environment)
{
    /// <summary>Identifies the caller; null for the developer's own machine, which has no limit.</summary>
    public string? NameOf(HttpContext http) =>
        http.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } key ? $"key {key}"
        : environment.IsDevelopment() && LocalDevelopment.IsLocal(http) ? null
        : $"address {CallerAddress.Of(http.Connection.RemoteIpAddress)}";
}
