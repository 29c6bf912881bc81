using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace IotAspire.Hosting.Local;

/// <summary>
/// The state of resources that live inside a server: Aspire hands the state of a container down to its children, but not that of an
/// executable, and a resource that waits for such a child would wait forever.
/// </summary>
internal static class ChildResources
{
    /// <summary>Runs as soon as the server is healthy, and stops with it.</summary>
    public static IResourceBuilder<T> FollowServer<T, TServer>(this IResourceBuilder<T> child, TServer server)
        where T : IResource
        where TServer : IResource
    {
        var builder = child.ApplicationBuilder;
        builder.CreateResourceBuilder(server)
            .OnBeforeResourceStarted((_, started, _) => PublishAsync(started.Services, child.Resource, KnownResourceStates.Starting))
            .OnResourceReady((_, ready, _) => PublishAsync(ready.Services, child.Resource, KnownResourceStates.Running))
            .OnResourceStopped((_, stopped, _) => PublishAsync(stopped.Services, child.Resource, stopped.ResourceEvent.Snapshot.State?.Text ?? KnownResourceStates.Exited));
        return child.OnInitializeResource((_, initialize, cancellationToken) => FollowFailureAsync(initialize, child.Resource, server, cancellationToken)).WithInitialState(new CustomResourceSnapshot
        {
            ResourceType = child.Resource.GetType().Name.Replace("Resource", "", StringComparison.Ordinal),
            State = KnownResourceStates.NotStarted,
            Properties = [],
        });
    }

    // There is no event for a server that can't be started.
    private static async Task FollowFailureAsync(InitializeResourceEvent initialize, IResource child, IResource server, CancellationToken cancellationToken)
    {
        await foreach (var changed in initialize.Notifications.WatchAsync(cancellationToken))
        {
            if (changed.Resource == server && changed.Snapshot.State?.Text == KnownResourceStates.FailedToStart)
                await PublishAsync(initialize.Services, child, KnownResourceStates.FailedToStart);
        }
    }

    private static Task PublishAsync(IServiceProvider services, IResource resource, string state)
    {
        var now = services.GetService<TimeProvider>()?.GetUtcNow().UtcDateTime ?? DateTime.UtcNow;
        return services.GetRequiredService<ResourceNotificationService>().PublishUpdateAsync(resource, snapshot => snapshot with
        {
            State = state,
            StartTimeStamp = state == KnownResourceStates.Running ? now : snapshot.StartTimeStamp,
            StopTimeStamp = KnownResourceStates.TerminalStates.Contains(state) ? now : null,
        });
    }
}
