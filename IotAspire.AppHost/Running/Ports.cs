using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace IotAspire.AppHost.Running;

/// <summary>
/// Ports that aren't taken. Aspire says nothing when somebody has a port, and a stranger's program may answer the health check there.
/// </summary>
internal static class Ports
{
    /// <summary>The port of a resource; null, any, where tests run several AppHosts at once.</summary>
    public static int? ChoosePort(this IDistributedApplicationBuilder builder, int preferred, string what) =>
        builder.Configuration.GetValue("DcpPublisher:RandomizePorts", false) ? null : Choose(preferred, what);

    /// <param name="preferred">The usual port; 0 for any.</param>
    /// <param name="what">Whose it is.</param>
    /// <returns>The usual port, or a free one, which is said on the console.</returns>
    public static int Choose(int preferred, string what)
    {
        if (preferred == 0 || !IsTaken(preferred))
            return preferred;
        var port = NextFree();
        Console.WriteLine($"Port {preferred} is taken; {what} listens on {port} instead.");
        return port;
    }

    // The system knows listeners on any address, even where binding to one address succeeds although something listens on all.
    public static bool IsTaken(int port) =>
        IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port);

    private static int NextFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
