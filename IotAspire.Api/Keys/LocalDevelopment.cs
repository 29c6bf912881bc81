using System.Net;
using Microsoft.AspNetCore.Connections.Features;

namespace IotAspire.Api.Keys;

/// <summary>Whether a request comes from the developer's own machine, meant for it, and not through anything that forwards others' requests.</summary>
internal static class LocalDevelopment
{
    private const string LocalName = "localhost";

    // Proxies add these, and ASP.NET Core adds X-Original-* when it takes the caller's address from such a header.
    private static readonly string[] ForwardingPrefixes = ["Forwarded", "X-Forwarded", "X-Original-", "CF-", "X-Azure-", "X-Envoy-"];

    private static readonly HashSet<string> ForwardingHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Via", "X-Real-IP", "Client-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "Fastly-Client-IP",
    };

    public static bool IsLocal(HttpContext http) =>
        RemoteAddress(http) is { } remote
        && IPAddress.IsLoopback(remote)
        && IsLocalHost(http.Request.Host.Host)
        && !http.Request.Headers.Keys.Any(IsForwarding)
        // Browsers and tools speak HTTP/1.1 or later to the address that they were given; nginx before 1.29.7 forwards with HTTP/1.0 by default.
        && !HttpProtocol.IsHttp10(http.Request.Protocol)
        && !IsCrossSite(http.Request.Headers["Sec-Fetch-Site"]);

    private static bool IsForwarding(string header) =>
        ForwardingHeaders.Contains(header) || Array.Exists(ForwardingPrefixes, prefix => header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

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
