// github.com/microsoft/aspire, 13.6: src/Aspire.Hosting.Azure.ApplicationInsights/api/Aspire.Hosting.Azure.ApplicationInsights.cs
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Azure;

namespace Aspire.Hosting
{
    public static class AzureApplicationInsightsExtensions
    {
        public static IResourceBuilder<AzureApplicationInsightsResource> AddAzureApplicationInsights(this IDistributedApplicationBuilder builder, string name, IResourceBuilder<AzureLogAnalyticsWorkspaceResource>? logAnalyticsWorkspace) => throw null!;
    }
}

namespace Aspire.Hosting.Azure
{
    public class AzureApplicationInsightsResource : AzureProvisioningResource, IResourceWithConnectionString
    {
        public AzureApplicationInsightsResource(string name, Action<AzureResourceInfrastructure> configureInfrastructure)
            : base(name, configureInfrastructure) => throw null!;

        public ReferenceExpression ConnectionStringExpression => throw null!;
    }
}
