using System.Net;
using System.Net.Sockets;

namespace IotAspire.LocalMySql.Running;

internal static class FreePort
{
    /// <summary>A port that was free a moment ago; somebody else may still come first.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
