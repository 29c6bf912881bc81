using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using IotAspire.EventHubs.Amqp;

namespace IotAspire.Tests.EventHubs.Emulator;

/// <summary>A client that does only what a test tells it: no tokens of its own, no retries.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly Connection _connection;
    private readonly RequestChannel _cbs;

    private RawPeer(Connection connection, RequestChannel cbs) => (_connection, _cbs) = (connection, cbs);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<RawPeer> ConnectAsync(int port)
    {
        var factory = new ConnectionFactory();
        factory.SASL.Profile = SaslProfile.Anonymous;
        var connection = await factory.CreateAsync(new Address("localhost", port, null, null, "/", "amqp"));
        return new(connection, await RequestChannel.OpenAsync(connection, "$cbs", TestHub.Deadline, TimeProvider.System, Cancellation));
    }

    /// <summary>Puts a token for an audience, with a text that may be anything.</summary>
    public Task PutTokenAsync(string audience, string token)
    {
        var request = new Message(token) { ApplicationProperties = new ApplicationProperties() };
        request.ApplicationProperties["operation"] = "put-token";
        request.ApplicationProperties["type"] = "servicebus.windows.net:sastoken";
        request.ApplicationProperties["name"] = audience;
        return _cbs.AskAsync(request, TestHub.Deadline, TimeProvider.System, Cancellation);
    }

    /// <summary>Opens a receiver, or a sender, and waits for the answer; a refusal is thrown.</summary>
    public async Task<Link> OpenAsync(string address, bool isReceiver)
    {
        var opening = new LinkOpening(address);
        var session = new Session(_connection);
        Link link = isReceiver
            ? new ReceiverLink(session, "link", new Attach { Source = new Source { Address = address, FilterSet = [] }, Target = new Target() }, opening.OnReceiverAttached)
            : new SenderLink(session, "link", new Attach { Source = new Source(), Target = new Target { Address = address } }, opening.OnSenderAttached);
        await opening.WaitAsync(link, TestHub.Deadline, TimeProvider.System, Cancellation);
        return link;
    }

    public ValueTask DisposeAsync()
    {
        _connection.Close(TimeSpan.Zero);
        return ValueTask.CompletedTask;
    }
}
