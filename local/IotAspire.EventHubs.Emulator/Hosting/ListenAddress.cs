using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace IotAspire.EventHubs.Emulator.Hosting;

/// <summary>Where the ports are: <c>localhost</c>, <c>any</c> or an IP address.</summary>
internal static class ListenAddress
{
    public const string Allowed = "localhost, any, or an IP address";

    private const string Localhost = "localhost";
    private const string Any = "any";

    public static bool IsValid(string address) => address is Localhost or Any || IPAddress.TryParse(address, out _);

    /// <summary>Whether only processes of this machine can reach it.</summary>
    public static bool IsLoopback(string address) => address == Localhost || (IPAddress.TryParse(address, out var ip) && IPAddress.IsLoopback(ip));

    public static void Listen(KestrelServerOptions kestrel, string address, int port, Action<ListenOptions> configure)
    {
        if (IPAddress.TryParse(address, out var ip))
            kestrel.Listen(ip, port, configure);
        else if (address == Any)
            kestrel.ListenAnyIP(port, configure);
        else if (port != 0)
            kestrel.ListenLocalhost(port, configure);
        else
            // No port is known to be free for both 127.0.0.1 and ::1.
            kestrel.Listen(IPAddress.Loopback, port, configure);
    }
}
