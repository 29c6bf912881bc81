using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace IotAspire.Hosting.Local;

internal static class RunModeOnly
{
    /// <summary>
    /// Keeps a local resource out of what is published. What is published may not refer to it either: it would be sent away with
    /// addresses that exist on this machine only.
    /// </summary>
    public static IResourceBuilder<T> AsRunModeOnly<T>(this IResourceBuilder<T> builder)
        where T : IResource
    {
        if (builder.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            builder.ApplicationBuilder.Eventing.Subscribe<BeforeStartEvent>((starting, _) =>
            {
                Check(builder.Resource, starting.Model);
                return Task.CompletedTask;
            });
        }

        return builder.ExcludeFromManifest();
    }

    private static void Check(IResource local, DistributedApplicationModel model)
    {
        if (model.Resources.FirstOrDefault(resource => !resource.IsExcludedFromPublish() && RefersTo(resource, local)) is { } published)
        {
            throw new DistributedApplicationException(
                $"'{published.Name}' refers to '{local.Name}', which runs on this machine only and can't be published. Give '{published.Name}' another resource in publish mode.");
        }
    }

    private static bool RefersTo(IResource resource, IResource local) =>
        resource.Annotations.OfType<ResourceRelationshipAnnotation>().Any(relationship => relationship.Type == "Reference" && relationship.Resource == local);
}
