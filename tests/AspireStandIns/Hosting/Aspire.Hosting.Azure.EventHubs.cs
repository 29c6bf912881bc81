// github.com/microsoft/aspire, 13.6: src/Aspire.Hosting.Azure.EventHubs/api/Aspire.Hosting.Azure.EventHubs.cs
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Azure;

namespace Aspire.Hosting
{
    public static class AzureEventHubsExtensions
    {
        public static IResourceBuilder<AzureEventHubsResource> AddAzureEventHubs(this IDistributedApplicationBuilder builder, string name) => throw null!;

        public static IResourceBuilder<AzureEventHubConsumerGroupResource> AddConsumerGroup(this IResourceBuilder<AzureEventHubResource> builder, string name, string? groupName = null) => throw null!;

        public static IResourceBuilder<AzureEventHubResource> AddHub(this IResourceBuilder<AzureEventHubsResource> builder, string name, string? hubName = null) => throw null!;

        public static IResourceBuilder<AzureEventHubsResource> RunAsEmulator(this IResourceBuilder<AzureEventHubsResource> builder, Action<IResourceBuilder<AzureEventHubsEmulatorResource>>? configureContainer = null) => throw null!;

        public static IResourceBuilder<AzureEventHubResource> WithProperties(this IResourceBuilder<AzureEventHubResource> builder, Action<AzureEventHubResource> configure) => throw null!;

        public static IResourceBuilder<T> WithRoleAssignments<T>(this IResourceBuilder<T> builder, IResourceBuilder<AzureEventHubsResource> target, params global::Azure.Provisioning.EventHubs.EventHubsBuiltInRole[] roles)
            where T : IResource => throw null!;
    }
}

namespace Aspire.Hosting.Azure
{
    public class AzureEventHubConsumerGroupResource : Resource, IResourceWithParent<AzureEventHubResource>, IResourceWithConnectionString
    {
        public AzureEventHubConsumerGroupResource(string name, string consumerGroupName, AzureEventHubResource parent)
            : base(name) => throw null!;

        public ReferenceExpression ConnectionStringExpression => throw null!;

        public string ConsumerGroupName { get => throw null!; set { } }

        public AzureEventHubResource Parent => throw null!;
    }

    public class AzureEventHubResource : Resource, IResourceWithParent<AzureEventHubsResource>, IResourceWithConnectionString
    {
        public AzureEventHubResource(string name, string hubName, AzureEventHubsResource parent)
            : base(name) => throw null!;

        public ReferenceExpression ConnectionStringExpression => throw null!;

        public AzureEventHubsResource Parent => throw null!;

        public long? PartitionCount { get => throw null!; set { } }
    }

    public class AzureEventHubsEmulatorResource : ContainerResource
    {
        public AzureEventHubsEmulatorResource(AzureEventHubsResource innerResource)
            : base(default!) => throw null!;
    }

    public class AzureEventHubsResource : AzureProvisioningResource, IResourceWithConnectionString, IResourceWithEndpoints
    {
        public AzureEventHubsResource(string name, Action<AzureResourceInfrastructure> configureInfrastructure)
            : base(name, configureInfrastructure) => throw null!;

        public ReferenceExpression ConnectionStringExpression => throw null!;
    }
}
