namespace IotAspire.AppHost.Running;

/// <summary>A process of ours: started again after a crash, stopped in the reverse order of declaration, shown on the console.</summary>
internal sealed class KeptUpAnnotation : IResourceAnnotation
{
    public static IReadOnlyList<IResource> In(DistributedApplicationModel model) => [.. model.Resources.Where(resource => resource.Annotations.OfType<KeptUpAnnotation>().Any())];
}
