using System.Net;
using System.Net.Sockets;

namespace IotAspire.Api.Limits;

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
