using IotAspire.Hosting.Local;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A local Event Hubs server: a namespace with its event hubs, as a process.</summary>
/// <param name="name">The name of the resource.</param>
public sealed class LocalEventHubsResource(string name)
    : ExecutableResource(name, LocalServerProgram.DotNet, LocalServerProgram.EventHubs.Folder), IResourceWithConnectionString
{
    internal const string PrimaryEndpointName = "tcp";
    internal const string HttpEndpointName = "http";

    // The server's defaults, which are also those of Microsoft's emulator.
    private const string Access = "SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true";

    private readonly List<LocalEventHubResource> _hubs = [];

    /// <summary>Gets the AMQP endpoint.</summary>
    public EndpointReference PrimaryEndpoint => new(this, PrimaryEndpointName);

    /// <summary>Gets the HTTP endpoint: the page that shows hubs and events, its API, and <c>/health</c>.</summary>
    public EndpointReference HttpEndpoint => new(this, HttpEndpointName);

    /// <summary>Gets the host of the AMQP endpoint.</summary>
    public EndpointReferenceExpression Host => PrimaryEndpoint.Property(EndpointProperty.Host);

    /// <summary>Gets the port of the AMQP endpoint.</summary>
    public EndpointReferenceExpression Port => PrimaryEndpoint.Property(EndpointProperty.Port);

    /// <summary>Gets the server's address, in the form <c>sb://{host}:{port}</c>.</summary>
    public ReferenceExpression UriExpression => ReferenceExpression.Create($"sb://{Host}:{Port}");

    /// <summary>
    /// Gets the connection string without an event hub, of the same form as that of Microsoft's emulator:
    /// <c>Endpoint=sb://{host}:{port};SharedAccessKeyName=…;SharedAccessKey=…;UseDevelopmentEmulator=true</c>.
    /// </summary>
    public ReferenceExpression ConnectionStringExpression => ConnectionString();

    /// <summary>Gets the event hubs of the server.</summary>
    public IReadOnlyList<LocalEventHubResource> Hubs => _hubs;

    /// <summary>Where events are kept; null keeps them in memory.</summary>
    internal string? DataFolder { get; set; }

    internal void Add(LocalEventHubResource hub) => _hubs.Add(hub);

    internal ReferenceExpression ConnectionString(string? hub = null, string? consumerGroup = null)
    {
        var expression = new ReferenceExpressionBuilder();
        expression.Append($"Endpoint={UriExpression};{Access}");
        if (hub is not null)
            expression.Append($";EntityPath={hub}");
        if (consumerGroup is not null)
            expression.Append($";ConsumerGroup={consumerGroup}");
        return expression.Build();
    }

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties()
    {
        yield return new("Host", ReferenceExpression.Create($"{Host}"));
        yield return new("Port", ReferenceExpression.Create($"{Port}"));
        yield return new("Uri", UriExpression);
        yield return new("ConnectionString", ConnectionStringExpression);
    }
}
