using System.Net;
using Microsoft.AspNetCore.Connections.Features;

namespace IotAspire.Api.Keys;

/// <summary>Whether a request comes from the developer's own machine, meant for it, and not through anything that forwards others' requests.</summary>
internal static class LocalDevelopment
{
    private const string LocalName = "localhost";

    // What proxies add, and what ASP.NET Core leaves where it has taken the caller's address from such a header.
    private static readonly string[] ForwardingHeaders =
    [
        "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-For", "X-Original-Host", "X-Original-Proto", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP",
    ];

    public static bool IsLocal(HttpContext http) =>
        RemoteAddress(http) is { } remote
        && IPAddress.IsLoopback(remote)
        && IsLocalHost(http.Request.Host.Host)
        && !ForwardingHeaders.Any(http.Request.Headers.ContainsKey)
        && !IsCrossSite(http.Request.Headers["Sec-Fetch-Site"]);

    // The connection's own: with forwarded headers switched on, RemoteIpAddress is what the caller says it is.
    private static IPAddress? RemoteAddress(HttpContext http)
    {
        try
        {
            return (http.Features.Get<IConnectionSocketFeature>()?.Socket.RemoteEndPoint as IPEndPoint)?.Address;
        }
        catch (ObjectDisposedException)
        {
            // The caller has gone.
            return null;
        }
    }

    // A page of another site asks in the developer's own browser.
    private static bool IsCrossSite(string? site) => string.Equals(site, "cross-site", StringComparison.OrdinalIgnoreCase);

    // A page of somebody else's site can make its name lead to the loopback address; the browser then calls us by that name.
    private static bool IsLocalHost(string host) =>
        host.Equals(LocalName, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith($".{LocalName}", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
