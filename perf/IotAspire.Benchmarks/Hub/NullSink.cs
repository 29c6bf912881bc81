using Amqp;
using Amqp.Listener;

namespace IotAspire.Benchmarks.Hub;

/// <summary>AMQPNetLite's own listener in this process: accepts every message, reads none, keeps none.</summary>
internal sealed class NullSink : IMessageProcessor, IDisposable
{
    private const string Node = "sink";
    private readonly ContainerHost _host;
    private readonly Address _address;

    public NullSink(int port)
    {
        _address = new Address($"amqp://localhost:{port}");
        _host = new ContainerHost(_address);
        _host.RegisterMessageProcessor(Node, this);
        _host.Open();
    }

    public int Credit => 1000;

    public async Task<SenderLink> OpenSenderAsync()
    {
        var connection = await Connection.Factory.CreateAsync(_address);
        return new SenderLink(new Session(connection), $"sender-{Guid.NewGuid():N}", Node);
    }

    public void Process(MessageContext messageContext) => messageContext.Complete();

    public void Dispose() => _host.Close();
}
