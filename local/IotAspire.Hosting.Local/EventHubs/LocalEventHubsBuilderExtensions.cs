using Aspire.Hosting.ApplicationModel;
using IotAspire.Hosting.Local;

namespace Aspire.Hosting;

/// <summary>Adds a local Event Hubs server to the application model.</summary>
public static class LocalEventHubsBuilderExtensions
{
    private static readonly HttpClient Http = new();

    /// <summary>
    /// Adds an Event Hubs server that runs as a process of this machine, without a container. It keeps events in memory unless
    /// <see cref="WithDataFolder"/> names a folder, and isn't part of what is published.
    /// </summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">The name of the resource, which is also the name of the connection string.</param>
    /// <param name="port">The AMQP port; a free one by default.</param>
    /// <param name="httpPort">The port of the page that shows the events; a free one by default.</param>
    /// <returns>A reference to the <see cref="IResourceBuilder{T}"/>.</returns>
    public static IResourceBuilder<LocalEventHubsResource> AddLocalEventHubs(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null, int? httpPort = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var server = new LocalEventHubsResource(name);
        return builder.AddResource(server)
            .WithEndpoint(port: port, targetPort: port, scheme: "sb", name: LocalEventHubsResource.PrimaryEndpointName, isProxied: false)
            .WithHttpEndpoint(port: httpPort, targetPort: httpPort, name: LocalEventHubsResource.HttpEndpointName, isProxied: false)
            .WithEndpoint(LocalEventHubsResource.HttpEndpointName, http => http.ExcludeReferenceEndpoint = true)
            .WithUrlForEndpoint(LocalEventHubsResource.HttpEndpointName, url => url.DisplayText = "Events")
            .WithServerHealthCheck(cancellationToken => AskHealthAsync(server, cancellationToken))
            .WithArgs(context => AddArguments(context.Args, server))
            .WithIconName("MailMultiple")
            .AsRunModeOnly();
    }

    /// <summary>Adds an event hub. The server has it from its start.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">The name of the resource, which is also the name of the connection string.</param>
    /// <param name="partitions">The number of partitions.</param>
    /// <param name="consumerGroups">Consumer groups besides <c>$Default</c>, without a resource each.</param>
    /// <param name="hubName">The name of the event hub; by default <paramref name="name"/>.</param>
    /// <returns>A reference to the <see cref="IResourceBuilder{T}"/>.</returns>
    public static IResourceBuilder<LocalEventHubResource> AddHub(
        this IResourceBuilder<LocalEventHubsResource> builder,
        [ResourceName] string name,
        int partitions = 4,
        IEnumerable<string>? consumerGroups = null,
        string? hubName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var hub = new LocalEventHubResource(name, hubName ?? name, partitions, builder.Resource);
        foreach (var group in consumerGroups ?? [])
            hub.AddConsumerGroup(group);
        builder.Resource.Add(hub);
        return builder.ApplicationBuilder.AddResource(hub)
            .FollowServer(builder.Resource)
            .WithIconName("Mail")
            .AsRunModeOnly();
    }

    /// <summary>Adds a consumer group as a resource. Its connection string names the group.</summary>
    /// <param name="builder">The event hub.</param>
    /// <param name="name">The name of the resource, which is also the name of the connection string.</param>
    /// <param name="groupName">The name of the consumer group; by default <paramref name="name"/>.</param>
    /// <returns>A reference to the <see cref="IResourceBuilder{T}"/>.</returns>
    public static IResourceBuilder<LocalEventHubConsumerGroupResource> AddConsumerGroup(
        this IResourceBuilder<LocalEventHubResource> builder, [ResourceName] string name, string? groupName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var group = new LocalEventHubConsumerGroupResource(name, groupName ?? name, builder.Resource);
        builder.Resource.AddConsumerGroup(group.ConsumerGroupName);
        return builder.ApplicationBuilder.AddResource(group)
            .FollowServer(builder.Resource.Parent)
            .WithIconName("Mail")
            .AsRunModeOnly();
    }

    /// <summary>Keeps the events in a folder, from one start to the next.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="path">The folder, relative to the AppHost's; by default <c>.data/{name}</c>.</param>
    /// <returns>A reference to the <see cref="IResourceBuilder{T}"/>.</returns>
    public static IResourceBuilder<LocalEventHubsResource> WithDataFolder(this IResourceBuilder<LocalEventHubsResource> builder, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Resource.DataFolder = DataFolderPath.Resolve(builder, path);
        return builder;
    }

    private static async Task AskHealthAsync(LocalEventHubsResource server, CancellationToken cancellationToken)
    {
        using var response = await Http.GetAsync(new Uri($"{server.HttpEndpoint.Url}/health"), cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static void AddArguments(IList<object> arguments, LocalEventHubsResource server)
    {
        AddAll(arguments, "exec", LocalServerProgram.EventHubs.FullPath);
        AddAll(arguments, "--port", server.PrimaryEndpoint.Property(EndpointProperty.TargetPort));
        AddAll(arguments, "--http-port", server.HttpEndpoint.Property(EndpointProperty.TargetPort));
        foreach (var hub in server.Hubs)
            AddAll(arguments, "--hub", $"{hub.HubName}:{hub.PartitionCount}:{string.Join(',', hub.ConsumerGroups)}");
        if (server.DataFolder is { } folder)
            AddAll(arguments, "--data", folder);
    }

    private static void AddAll(IList<object> arguments, params object[] added)
    {
        foreach (var argument in added)
            arguments.Add(argument);
    }
}
