using System.Net;
using System.Net.Sockets;
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

/// <summary>What stands for a caller without a key.</summary>
internal static class CallerAddress
{
    private const int NetworkBytes = 8;

    /// <summary>The address; of IPv6 only the network, since one caller has all addresses of it.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, NetworkBytes))
            : address.ToString();
    }
}
