namespace IotAspire.AppHost.Running;

/// <summary>A supervised process: started again after a crash, stopped in the reverse order of declaration, shown on the console.</summary>
internal sealed class SupervisedAnnotation : IResourceAnnotation;

internal static class SupervisedExtensions
{
    /// <summary>Supervises a process.</summary>
    public static IResourceBuilder<T> WithSupervision<T>(this IResourceBuilder<T> resource)
        where T : IResource => resource.WithAnnotation(new SupervisedAnnotation());

    /// <summary>The supervised processes, in the order of their declaration.</summary>
    public static IReadOnlyList<IResource> Supervised(this DistributedApplicationModel model) =>
        [.. model.Resources.Where(resource => resource.Annotations.OfType<SupervisedAnnotation>().Any())];
}
