using Aspire.Hosting.Azure;
using Azure.Provisioning.EventHubs;

namespace IotAspire.AppHost;

internal static class EventHubNamespaceExtensions
{
    /// <summary>The longest that the Standard tier keeps events: an Aggregator may be away for so long and lose nothing.</summary>
    private const long RetentionHours = 7 * 24;

    /// <summary>Throughput, lowest TLS version and retention of the namespace in Azure, which Aspire's own methods don't set. Nothing in run mode.</summary>
    public static IResourceBuilder<AzureEventHubsResource> WithThroughputAndRetention(
        this IResourceBuilder<AzureEventHubsResource> eventHubs, AzureTarget azure) => eventHubs.ConfigureInfrastructure(infrastructure =>
    {
        var resources = infrastructure.GetProvisionableResources().ToList();
        var hubs = resources.OfType<EventHubsNamespace>().Single();
        hubs.IsAutoInflateEnabled = azure.MaxThroughputUnits > 1;
        hubs.MaximumThroughputUnits = azure.MaxThroughputUnits > 1 ? azure.MaxThroughputUnits : 0;
        hubs.MinimumTlsVersion = EventHubsTlsVersion.Tls1_2; // the highest that can be asked for; 1.3 is taken, too
        foreach (var hub in resources.OfType<EventHub>())
        {
            hub.RetentionDescription = new RetentionDescription
            {
                CleanupPolicy = CleanupPolicyRetentionDescription.Delete,
                RetentionTimeInHours = RetentionHours,
            };
        }
    });
}
