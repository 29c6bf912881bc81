using System.Net;
using System.Net.Sockets;
using IotAspire.AppHost.Running;

namespace IotAspire.Tests.AppHost.Running;

public sealed class PortsTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    public void A_port_is_kept_unless_somebody_listens_there_on_any_address(string address) =>
        // Another test may take the port as soon as it is free.
        Assert.Contains(Enumerable.Range(0, 5), _ => IsKeptOnceFree(address));

    private static bool IsKeptOnceFree(string address)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var other = Ports.Choose(port, "api");
        listener.Stop();

        Assert.NotEqual(port, other);
        return Ports.Choose(port, "api") == port;
    }
}
