using IotAspire.ChildProcesses;

namespace IotAspire.AppHost.Embedded.Resources;

/// <summary>One of the three services.</summary>
internal sealed class ServiceResource(string name, BuiltProject project, int preferredPort, ResourceContext context) : ProcessResource(name, context)
{
    private readonly List<IConnectionSource> _connections = [];
    private readonly Dictionary<string, string> _settings = [];
    private int _port;

    public override string Kind => "service";

    public override string Address => $"http://localhost:{_port}";

    public override IReadOnlyList<string> Addresses => _port == 0 ? [] : [Address];

    public ServiceResource WithReference(IConnectionSource source)
    {
        _connections.Add(source);
        return this;
    }

    public ServiceResource WithSetting(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    public ServiceResource WithSettings(IEnumerable<KeyValuePair<string, string>> settings)
    {
        foreach (var (key, value) in settings)
            _settings[key] = value;
        return this;
    }

    /// <summary>The sensors: whoever reads the catalogue has to see the same.</summary>
    public ServiceResource WithCatalogue(HostOptions options)
    {
        WithSetting("Catalogue__Path", options.Catalogue);
        return options.Fleet is { } fleet ? WithSetting("Catalogue__Fleet", fleet) : this;
    }

    protected override (ChildProcessStart Start, Uri Health) Describe()
    {
        if (_port == 0)
            _port = Context.Ports.Choose(Name, preferredPort);
        var environment = ServiceEnvironment.ForService(
            Environment.GetEnvironmentVariables(), Name, _port, Context.Telemetry, _connections.Select(source => KeyValuePair.Create(source.ConnectionName, source.ConnectionString)), _settings);
        return (DotnetProgram.Run(project, environment), new Uri($"http://127.0.0.1:{_port}/health"));
    }
}
