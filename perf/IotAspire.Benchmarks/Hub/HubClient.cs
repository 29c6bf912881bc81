using Amqp;
using Amqp.Framing;
using Amqp.Types;
using IotAspire.EventHubs;

namespace IotAspire.Benchmarks.Hub;

/// <summary>Bare links to the hub over AMQPNetLite, so that what a client does with events isn't measured with it.</summary>
internal sealed class HubClient(string connectionString) : IAsyncDisposable
{
    public const string FromBeginning = "amqp.annotation.x-opt-offset > '-1'";
    public const string FromNowOn = "amqp.annotation.x-opt-offset > '@latest'";

    private const ulong SelectorDescriptor = 0x468C00000004;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Symbol Selector = "apache.org:selector-filter:string";

    private readonly EventHubConnectionString _hub = EventHubConnectionString.Parse(connectionString);
    private readonly List<Connection> _connections = [];

    /// <summary>A sender to the hub on a connection of its own.</summary>
    public async Task<SenderLink> OpenSenderAsync(CancellationToken cancellationToken)
    {
        var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var link = new SenderLink(
            new Session(await ConnectAsync()),
            "sender",
            new Attach { Source = new Source(), Target = new Target { Address = _hub.EventHubName }, SndSettleMode = SenderSettleMode.Unsettled },
            (_, _) => attached.TrySetResult());
        await attached.Task.WaitAsync(Patience, cancellationToken);
        return link;
    }

    /// <summary>A receiver of what the selector says.</summary>
    public async Task<ReceiverLink> OpenReceiverAsync(Connection connection, int partition, string selector, CancellationToken cancellationToken)
    {
        var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var source = new Source
        {
            Address = $"{_hub.EventHubName}/ConsumerGroups/$Default/Partitions/{partition}",
            FilterSet = new Map { [Selector] = new DescribedValue(SelectorDescriptor, selector) },
        };
        var link = new ReceiverLink(
            new Session(connection),
            $"receiver-{Guid.NewGuid():N}",
            new Attach { Source = source, Target = new Target(), SndSettleMode = SenderSettleMode.Settled },
            (_, _) => attached.TrySetResult());
        await attached.Task.WaitAsync(Patience, cancellationToken);
        return link;
    }

    /// <summary>The key opens the connection, which no link needs a token on then.</summary>
    public async Task<Connection> ConnectAsync()
    {
        var factory = new ConnectionFactory();
        factory.AMQP.MaxFrameSize = 64 * 1024;
        factory.TCP.NoDelay = true;
        var connection = await factory.CreateAsync(new Address(_hub.Host, _hub.Port, _hub.KeyName, _hub.Key, "/", "amqp"));
        _connections.Add(connection);
        return connection;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
            connection.Close(TimeSpan.Zero);
        return ValueTask.CompletedTask;
    }
}
