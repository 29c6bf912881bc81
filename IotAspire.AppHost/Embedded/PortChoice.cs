using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace IotAspire.AppHost.Embedded;

/// <summary>Gives each resource its usual port, or a free one when somebody has that; says so.</summary>
internal sealed class PortChoice(Func<int, bool> isTaken, Func<int> nextFree, ILogger logger)
{
    private readonly HashSet<int> _given = [];
    private readonly Lock _lock = new();

    public PortChoice(ILogger logger)
        : this(IsTaken, NextFree, logger)
    {
    }

    public int Choose(string resource, int preferred)
    {
        lock (_lock)
        {
            if (!isTaken(preferred) && _given.Add(preferred))
                return preferred;
            var port = nextFree();
            while (!_given.Add(port))
                port = nextFree();
            Log.PortTaken(logger, preferred, resource, port);
            return port;
        }
    }

    // Asking the system finds listeners on any address, also where binding to one address succeeds beside a listener on all.
    private static bool IsTaken(int port) =>
        IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port);

    private static int NextFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
