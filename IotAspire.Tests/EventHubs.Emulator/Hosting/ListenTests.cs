using System.Net;
using System.Net.Sockets;
using IotAspire.EventHubs.Emulator;
using IotAspire.EventHubs.Emulator.Hosting;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EventHubs.Emulator.Hosting;

/// <summary>Who can reach the server, and by which names.</summary>
public sealed class ListenTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_port_that_is_named_is_open_on_both_loopback_addresses_and_no_other()
    {
        await using var hub = await StartOnFreePortsAsync(new());

        Assert.True(await IsOpenAsync(IPAddress.Loopback, hub.Port));
        Assert.Equal(Socket.OSSupportsIPv6, await IsOpenAsync(IPAddress.IPv6Loopback, hub.Port));
        if (OperatingSystem.IsLinux())
            Assert.False(await IsOpenAsync(IPAddress.Parse("127.0.0.2"), hub.Port));
    }

    [Theory]
    [InlineData("any")]
    [InlineData("127.0.0.2")]
    public async Task It_listens_where_it_is_told(string address)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has more than one loopback address of version 4.");
        await using var hub = await EventHubsEmulator.StartAsync(new() { Listen = address, Key = "mine", Hubs = [new(TestHub.Name, ConsumerGroups: ["aggregator"])] }, Cancellation);

        await using var producer = HubClients.Producer(hub.ConnectionString(TestHub.Name).Replace("localhost", "127.0.0.2", StringComparison.Ordinal));
        await producer.SendAsync("kitchen", TestHub.Events("a"), Cancellation);

        Assert.Equal(address == "any", await IsOpenAsync(IPAddress.Loopback, hub.Port));
    }

    [Theory]
    [InlineData("localhost", "127.0.0.1", HttpStatusCode.OK)]
    [InlineData("localhost", "192.168.1.5", HttpStatusCode.Forbidden)]
    [InlineData("localhost", "eventhubs", HttpStatusCode.Forbidden)]
    [InlineData("localhost", "pages.example", HttpStatusCode.Forbidden)]
    [InlineData("any", "192.168.1.5", HttpStatusCode.OK)]
    [InlineData("any", "[fe80::1]", HttpStatusCode.OK)]
    [InlineData("any", "eventhubs", HttpStatusCode.OK)]
    [InlineData("any", "pages.example", HttpStatusCode.Forbidden)]
    public async Task Names_that_somebody_may_own_are_not_served(string address, string host, HttpStatusCode expected)
    {
        await using var hub = await EventHubsEmulator.StartAsync(new() { Listen = address, Key = "mine" }, Cancellation);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{hub.HttpPort}/api/hubs");
        request.Headers.Host = host;

        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public void Off_loopback_the_key_that_everybody_knows_is_refused()
    {
        Assert.StartsWith("--key:", Assert.Single(CommandLine.Parse(["--listen", "any"]).Errors), StringComparison.Ordinal);
        Assert.Empty(CommandLine.Parse(["--listen", "any", "--key", "mine"]).Errors);
        Assert.Empty(CommandLine.Parse(["--listen", "::1"]).Errors);
    }

    // Another process may take a port between its choice and the start.
    private static Task<EventHubsEmulator> StartOnFreePortsAsync(EventHubsEmulatorOptions options) => Eventually.Async(
        async () =>
        {
            (options.Port, options.HttpPort) = (FreePort(), FreePort());
            try
            {
                return await EventHubsEmulator.StartAsync(options, Cancellation);
            }
            catch (Exception exception) when (exception is IOException or ArgumentException)
            {
                return null!;
            }
        },
        hub => hub is not null,
        TestHub.Deadline,
        "ports that are free");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> IsOpenAsync(IPAddress address, int port)
    {
        using var client = new TcpClient(address.AddressFamily);
        try
        {
            await client.ConnectAsync(address, port, Cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
