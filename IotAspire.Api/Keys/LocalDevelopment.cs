using System.Net;

namespace IotAspire.Api.Keys;

/// <summary>Whether a request comes from the developer's own machine, meant for it, and not through anything that forwards others' requests.</summary>
internal static class LocalDevelopment
{
    private const string LocalName = "localhost";
    private static readonly string[] ForwardingHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via"];

    public static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } remote
        && IPAddress.IsLoopback(remote)
        && IsLocalHost(http.Request.Host.Host)
        && !ForwardingHeaders.Any(http.Request.Headers.ContainsKey);

    // A page of somebody else's site can make its name lead to the loopback address; the browser then calls us by that name.
    private static bool IsLocalHost(string host) =>
        host.Equals(LocalName, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith($".{LocalName}", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
