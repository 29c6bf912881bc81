using System.Diagnostics;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An event hub of a <see cref="LocalEventHubsResource"/>.</summary>
[DebuggerDisplay("Type = {GetType().Name,nq}, Name = {Name}, Hub = {HubName}")]
public sealed class LocalEventHubResource : Resource, IResourceWithParent<LocalEventHubsResource>, IResourceWithConnectionString
{
    private readonly List<string> _consumerGroups = [];

    /// <summary>Initializes a new instance of the <see cref="LocalEventHubResource"/> class.</summary>
    /// <param name="name">The name of the resource.</param>
    /// <param name="hubName">The name of the event hub.</param>
    /// <param name="partitionCount">The number of its partitions.</param>
    /// <param name="parent">The server.</param>
    public LocalEventHubResource(string name, string hubName, int partitionCount, LocalEventHubsResource parent)
        : base(name)
    {
        ArgumentException.ThrowIfNullOrEmpty(hubName);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(partitionCount);
        ArgumentNullException.ThrowIfNull(parent);
        if (hubName.AsSpan().ContainsAny(':', ','))
            throw new ArgumentException($"The name of the event hub is '{hubName}'; it can't contain ':' or ','.", nameof(hubName));
        HubName = hubName;
        PartitionCount = partitionCount;
        Parent = parent;
    }

    /// <summary>Gets the name of the event hub.</summary>
    public string HubName { get; }

    /// <summary>Gets the number of partitions.</summary>
    public int PartitionCount { get; }

    /// <summary>Gets the server that the event hub belongs to.</summary>
    public LocalEventHubsResource Parent { get; }

    /// <summary>Gets the consumer groups other than <c>$Default</c>, which always exists.</summary>
    public IReadOnlyList<string> ConsumerGroups => _consumerGroups;

    /// <summary>Gets the connection string of the server, followed by <c>;EntityPath={hub}</c>.</summary>
    public ReferenceExpression ConnectionStringExpression => Parent.ConnectionString(HubName);

    internal void AddConsumerGroup(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_consumerGroups.Contains(name))
            _consumerGroups.Add(name);
    }

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() => Parent.CombineProperties(
    [
        new("EventHubName", ReferenceExpression.Create($"{HubName}")),
        new("ConnectionString", ConnectionStringExpression),
    ]);
}

/// <summary>A consumer group of a <see cref="LocalEventHubResource"/>.</summary>
[DebuggerDisplay("Type = {GetType().Name,nq}, Name = {Name}, ConsumerGroup = {ConsumerGroupName}")]
public sealed class LocalEventHubConsumerGroupResource : Resource, IResourceWithParent<LocalEventHubResource>, IResourceWithConnectionString
{
    /// <summary>Initializes a new instance of the <see cref="LocalEventHubConsumerGroupResource"/> class.</summary>
    /// <param name="name">The name of the resource.</param>
    /// <param name="consumerGroupName">The name of the consumer group.</param>
    /// <param name="parent">The event hub.</param>
    public LocalEventHubConsumerGroupResource(string name, string consumerGroupName, LocalEventHubResource parent)
        : base(name)
    {
        ArgumentException.ThrowIfNullOrEmpty(consumerGroupName);
        ArgumentNullException.ThrowIfNull(parent);
        ConsumerGroupName = consumerGroupName;
        Parent = parent;
    }

    /// <summary>Gets the name of the consumer group.</summary>
    public string ConsumerGroupName { get; }

    /// <summary>Gets the event hub that the consumer group belongs to.</summary>
    public LocalEventHubResource Parent { get; }

    /// <summary>Gets the connection string of the event hub, followed by <c>;ConsumerGroup={group}</c>.</summary>
    public ReferenceExpression ConnectionStringExpression => Parent.Parent.ConnectionString(Parent.HubName, ConsumerGroupName);

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() => Parent.CombineProperties(
    [
        new("ConsumerGroupName", ReferenceExpression.Create($"{ConsumerGroupName}")),
        new("ConnectionString", ConnectionStringExpression),
    ]);
}
