using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using Amqp.Types;

namespace IotAspire.Tests.EventHubs.Emulator;

/// <summary>
/// A client on AMQPNetLite, which shares no line with the product's: it does only what a test tells it, with no tokens of its own and
/// no retries. A refusal is thrown as <see cref="AmqpException"/>.
/// </summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private const string ReplyTo = "replies";
    private readonly Connection _connection;
    private readonly SenderLink _requests;
    private readonly ReceiverLink _replies;

    private RawPeer(Connection connection)
    {
        _connection = connection;
        var session = new Session(connection);
        _replies = new ReceiverLink(session, "cbs-replies", new Attach { Source = new Source { Address = "$cbs" }, Target = new Target { Address = ReplyTo } }, null);
        _requests = new SenderLink(session, "cbs-requests", new Attach { Source = new Source { Address = ReplyTo }, Target = new Target { Address = "$cbs" } }, null);
    }

    public static async Task<RawPeer> ConnectAsync(int port)
    {
        var factory = new ConnectionFactory();
        factory.SASL.Profile = SaslProfile.Anonymous;
        return new(await factory.CreateAsync(new Address("localhost", port, null, null, "/", "amqp")));
    }

    /// <summary>A shared access signature, by Event Hubs' published recipe.</summary>
    public static string Token(string resource, string keyName, string key, DateTimeOffset expiresAt)
    {
        var encoded = Uri.EscapeDataString(resource);
        var expiry = expiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{encoded}\n{expiry}"));
        return $"SharedAccessSignature sr={encoded}&sig={Uri.EscapeDataString(Convert.ToBase64String(signature))}&se={expiry}&skn={Uri.EscapeDataString(keyName)}";
    }

    /// <summary>Puts a token of the default key for a hub; for the whole namespace without a name.</summary>
    public Task PutTokenAsync(string hub)
    {
        var audience = $"amqp://localhost/{hub}";
        return PutTokenAsync(audience, Token(audience, "RootManageSharedAccessKey", "SAS_KEY_VALUE", DateTimeOffset.UtcNow.AddMinutes(1)));
    }

    /// <summary>Puts a token for an audience, with a text that may be anything.</summary>
    public async Task PutTokenAsync(string audience, string token)
    {
        var request = new Message(token)
        {
            Properties = new Properties { MessageId = audience, ReplyTo = ReplyTo },
            ApplicationProperties = new ApplicationProperties
            {
                ["operation"] = "put-token",
                ["type"] = "servicebus.windows.net:sastoken",
                ["name"] = audience,
            },
        };
        await _requests.SendAsync(request, TestHub.Deadline);
        var reply = await _replies.ReceiveAsync(TestHub.Deadline) ?? throw new TimeoutException("No answer from $cbs.");
        _replies.Accept(reply);
        var answer = reply.ApplicationProperties;
        if ((int)answer["status-code"] is < 200 or >= 300)
            throw new AmqpException(new Error((string?)answer["error-condition"]?.ToString()) { Description = (string)answer["status-description"] });
    }

    /// <summary>Opens a receiver, or a sender, and waits for the answer.</summary>
    public async Task<Link> OpenAsync(string address, bool isReceiver, string? selector = null, params Symbol[] capabilities)
    {
        var filter = new Map();
        if (selector is not null)
            filter[new Symbol("apache.org:selector-filter:string")] = new DescribedValue(new Symbol("apache.org:selector-filter:string"), selector);
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var session = new Session(_connection);
        // A refusal looks like success at first: an answer without source or target, and the error in the detach behind it.
        Link link = isReceiver
            ? new ReceiverLink(session, "link", new Attach { Source = new Source { Address = address, FilterSet = filter }, Target = new Target(), DesiredCapabilities = capabilities.Length > 0 ? capabilities : null }, (_, answer) => Note(answer.Source))
            : new SenderLink(session, "link", new Attach { Source = new Source(), Target = new Target { Address = address }, DesiredCapabilities = capabilities.Length > 0 ? capabilities : null }, (_, answer) => Note(answer.Target));
        link.AddClosedCallback((_, error) => opened.TrySetException(new AmqpException(error ?? new Error(ErrorCode.ConnectionForced))));
        await opened.Task.WaitAsync(TestHub.Deadline, TestContext.Current.CancellationToken);
        return link;

        void Note(object? terminus)
        {
            if (terminus is not null)
                opened.TrySetResult();
        }
    }

    public ValueTask DisposeAsync()
    {
        _connection.Close(TimeSpan.Zero);
        return ValueTask.CompletedTask;
    }
}
