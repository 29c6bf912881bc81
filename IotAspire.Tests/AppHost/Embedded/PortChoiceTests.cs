using System.Net;
using System.Net.Sockets;
using IotAspire.AppHost.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotAspire.Tests.AppHost.Embedded;

public sealed class PortChoiceTests
{
    [Fact]
    public void A_free_port_is_kept() => Assert.Equal(5080, Choice([], []).Choose("api", 5080));

    [Fact]
    public void A_taken_port_is_replaced() => Assert.Equal(41000, Choice([5080], [41000]).Choose("api", 5080));

    [Fact]
    public void No_port_is_given_twice()
    {
        var choice = Choice([5081], [5080, 41000, 41000, 41001]);

        Assert.Equal([5080, 41000, 41001], [choice.Choose("a", 5080), choice.Choose("b", 5081), choice.Choose("c", 5080)]);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    public void A_listener_on_any_address_makes_the_port_taken(string address)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.NotEqual(port, new PortChoice(NullLogger.Instance).Choose("api", port));
    }

    private static PortChoice Choice(int[] taken, int[] free)
    {
        var next = new Queue<int>(free);
        return new PortChoice(port => taken.Contains(port), next.Dequeue, NullLogger.Instance);
    }
}
