using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace IotAspire.AppHost.Running;

/// <summary>
/// Ports that are free. Aspire doesn't notice that a port is taken, and another program may answer the health check there.
/// </summary>
internal static class Ports
{
    /// <summary>The port of a resource; null, any, where tests run several AppHosts at once.</summary>
    public static int? ChoosePort(this IDistributedApplicationBuilder builder, int preferred, string what) =>
        builder.Configuration.GetValue("DcpPublisher:RandomizePorts", false) ? null : Choose(preferred, what);

    /// <param name="preferred">The usual port; 0 for any.</param>
    /// <param name="what">What listens on it, for the message.</param>
    /// <returns>The usual port, or a free one, which is written to the console.</returns>
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

/// <summary>
/// Where the dashboard listens: the addresses of the launch profile, also when the built AppHost is started without it, and free
/// ports instead of those that are taken.
/// </summary>
internal static class DashboardAddresses
{
    public const string Dashboard = "ASPNETCORE_URLS";

    private static readonly (string Setting, string Address, string What)[] Addresses =
    [
        (Dashboard, "http://localhost:15080", "the dashboard"),
        ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "http://localhost:15081", "the dashboard's OTLP endpoint"),
        ("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", "http://localhost:15082", "the dashboard's resource service"),
    ];

    /// <summary>Sets them.</summary>
    public static void Set(IConfigurationManager configuration)
    {
        foreach (var (setting, address, what) in Addresses)
        {
            var given = configuration[setting] is { Length: > 0 } text ? text : address;
            configuration[setting] = string.Join(';', given.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(each => OnFreePort(each, what)));
        }

        // Aspire allows plain HTTP only on request. On loopback addresses it is safe.
        if (Addresses.All(each => configuration[each.Setting]!.Split(';').All(address => new Uri(address).IsLoopback)))
            configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] ??= "true";
    }

    private static string OnFreePort(string address, string what)
    {
        var wanted = new UriBuilder(address);
        wanted.Port = Ports.Choose(wanted.Port, what);
        return wanted.Uri.GetLeftPart(UriPartial.Authority);
    }
}
