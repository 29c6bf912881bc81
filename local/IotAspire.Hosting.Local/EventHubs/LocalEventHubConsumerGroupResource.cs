using System.Diagnostics;

namespace Aspire.Hosting.ApplicationModel;

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
