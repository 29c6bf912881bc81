using IotAspire.ChildProcesses;

namespace IotAspire.AppHost.Embedded.Resources;

/// <summary>The event hub: the emulator as a process.</summary>
internal sealed class EventHubResource(string name, string folder, ResourceContext context) : ProcessResource(name, context), IConnectionSource
{
    private const string EventHub = "telemetry";
    private const int Partitions = 4;
    private const string ConsumerGroup = "aggregator";
    private const int AmqpPort = 5672;
    private const int HttpPort = 5300;

    private int _amqp;
    private int _http;

    public string ConnectionName => EventHub;

    public override string Kind => "event hub, emulated";

    // The second is a page that shows the events.
    public override IReadOnlyList<string> Addresses => _amqp == 0 ? [] : [Address, $"http://localhost:{_http}"];

    public override string Address => $"sb://localhost:{_amqp}";

    // The key is literally this text, as in the connection string of Microsoft's emulator.
    public string ConnectionString =>
        $"Endpoint={Address};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;EntityPath={EventHub}";

    protected override (ChildProcessStart Start, Uri Health) Describe()
    {
        if (_amqp == 0)
        {
            _amqp = Context.Ports.Choose(Name, AmqpPort);
            _http = Context.Ports.Choose(Name, HttpPort);
        }

        var environment = ServiceEnvironment.ForProcess(Environment.GetEnvironmentVariables());
        var start = DotnetProgram.Run(
            BuiltProjects.Hub, environment, "--port", $"{_amqp}", "--http-port", $"{_http}", "--hub", $"{EventHub}:{Partitions}:{ConsumerGroup}", "--data", folder);
        return (start, new Uri($"http://127.0.0.1:{_http}/health"));
    }
}
