// github.com/microsoft/aspire, 13.6: src/Aspire.Hosting.Azure.OperationalInsights/api/Aspire.Hosting.Azure.OperationalInsights.cs
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Azure;

namespace Aspire.Hosting
{
    public static class AzureLogAnalyticsWorkspaceExtensions
    {
        public static IResourceBuilder<AzureLogAnalyticsWorkspaceResource> AddAzureLogAnalyticsWorkspace(this IDistributedApplicationBuilder builder, string name) => throw null!;
    }
}

namespace Aspire.Hosting.Azure
{
    public class AzureLogAnalyticsWorkspaceResource : AzureProvisioningResource
    {
        public AzureLogAnalyticsWorkspaceResource(string name, Action<AzureResourceInfrastructure> configureInfrastructure)
            : base(name, configureInfrastructure) => throw null!;
    }
}
