using System.Net;
using System.Net.Sockets;
using IotAspire.EventHubs.Emulator;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.EventHubs.Emulator;

public sealed class HostileInputTests
{
    private static readonly byte[] AmqpHeader = [.. "AMQP"u8, 0, 1, 0, 0];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Random_bytes_end_their_own_connection_and_hurt_nobody_else()
    {
        await using var hub = await TestHub.StartAsync();
        await using var producer = HubClients.Producer(hub.ConnectionString(TestHub.Name));
        await producer.SendAsync("kitchen", TestHub.Events("before"), Cancellation);

        var random = new Random(1);
        for (var round = 0; round < 100; round++)
        {
            var bytes = new byte[random.Next(1, 2000)];
            random.NextBytes(bytes);
            await SendAndWaitForEndAsync(hub.Port, round % 2 == 0 ? bytes : [.. AmqpHeader, .. bytes]);
        }

        await Eventually.TrueAsync(() => hub.ConnectionCount == 1, TestHub.Deadline, "only the producer is left");
        await producer.SendAsync("kitchen", TestHub.Events("after"), Cancellation);
    }

    [Fact]
    public async Task A_frame_of_a_giant_size_ends_the_connection_at_once()
    {
        await using var hub = await TestHub.StartAsync();

        var answer = await SendAndWaitForEndAsync(hub.Port, [.. AmqpHeader, 0x7f, 0xff, 0xff, 0xff, 2, 0, 0, 0]);

        Assert.Equal(AmqpHeader, answer[..8]);
        Assert.Contains("amqp:decode-error", System.Text.Encoding.ASCII.GetString(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_protocol_is_told_ours()
    {
        await using var hub = await TestHub.StartAsync();

        Assert.Equal(AmqpHeader, await SendAndWaitForEndAsync(hub.Port, "GET / HTTP/1.1\r\n\r\n"u8.ToArray()));
    }

    [Fact]
    public async Task A_connection_that_never_speaks_does_not_hold_up_the_end()
    {
        var hub = await TestHub.StartAsync();
        using var silent = new TcpClient();
        await silent.ConnectAsync(IPAddress.Loopback, hub.Port, Cancellation);
        await Eventually.TrueAsync(() => hub.ConnectionCount == 1, TestHub.Deadline, "the connection is there");

        await hub.DisposeAsync().AsTask().WaitAsync(TestHub.Deadline, Cancellation);

        Assert.Equal(0, hub.ConnectionCount);
    }

    [Fact]
    public async Task A_connection_that_never_speaks_is_given_up()
    {
        var clock = new FakeTimeProvider();
        await using var hub = await EventHubsEmulator.StartAsync(
            new EventHubsEmulatorOptions { Port = 0, HttpPort = 0, Hubs = [new(TestHub.Name)], TimeProvider = clock }, Cancellation);
        using var silent = new TcpClient();
        await silent.ConnectAsync(IPAddress.Loopback, hub.Port, Cancellation);
        await Eventually.TrueAsync(() => hub.ConnectionCount == 1, TestHub.Deadline, "the connection is there");

        await Eventually.TrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(20));
                return hub.ConnectionCount == 0;
            },
            TestHub.Deadline,
            "the connection is given up");
    }

    /// <summary>Sends, says that nothing more comes, and reads until the server has closed the connection.</summary>
    private static async Task<byte[]> SendAndWaitForEndAsync(int port, byte[] bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, Cancellation);
        await using var stream = client.GetStream();
        using var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(bytes, Cancellation);
            client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer, Cancellation).WaitAsync(TestHub.Deadline, Cancellation);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // Reset by the server while bytes were still on their way: ended as well.
        }

        return answer.ToArray();
    }
}
