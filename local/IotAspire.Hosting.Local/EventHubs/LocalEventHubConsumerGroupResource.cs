using System.Diagnostics;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A consumer group of a <see cref="LocalEventHubResource"/>.</summary>
[DebuggerDisplay("Type = {GetType().Name,nq}, Name = {Name}, ConsumerGroup = {ConsumerGroupName}")]
public sealed class LocalEventHubConsumerGroupResource : Resource, IResourceWithParent<LocalEventHubResource>, IResourceWithConnectionString
{
    /// <summary>Creates it.</summary>
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

    /// <summary>The name of the consumer group.</summary>
    public string ConsumerGroupName { get; }

    /// <summary>The event hub.</summary>
    public LocalEventHubResource Parent { get; }

    /// <summary>The connection string of the event hub with <c>;ConsumerGroup={group}</c>.</summary>
    public ReferenceExpression ConnectionStringExpression => Parent.Parent.ConnectionString(Parent.HubName, ConsumerGroupName);

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() => Parent.CombineProperties(
    [
        new("ConsumerGroupName", ReferenceExpression.Create($"{ConsumerGroupName}")),
        new("ConnectionString", ConnectionStringExpression),
    ]);
}
