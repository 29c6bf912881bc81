namespace IotAspire.AppHost.Running;

/// <summary>A process of ours: started again after a crash, stopped in the reverse order of declaration, shown on the console.</summary>
internal sealed class KeptUpAnnotation : IResourceAnnotation;

internal static class KeptUpExtensions
{
    /// <summary>Marks a process of ours.</summary>
    public static IResourceBuilder<T> IsKeptUp<T>(this IResourceBuilder<T> resource)
        where T : IResource => resource.WithAnnotation(new KeptUpAnnotation());

    /// <summary>The processes of ours, in the order of their declaration.</summary>
    public static IReadOnlyList<IResource> KeptUp(this DistributedApplicationModel model) =>
        [.. model.Resources.Where(resource => resource.Annotations.OfType<KeptUpAnnotation>().Any())];
}
