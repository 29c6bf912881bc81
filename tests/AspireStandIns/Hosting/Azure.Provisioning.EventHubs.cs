// github.com/Azure/azure-sdk-for-net, 1.1: sdk/provisioning/Azure.Provisioning.EventHubs/api/Azure.Provisioning.EventHubs.net10.0.cs
using Azure.Provisioning.Primitives;

namespace Azure.Provisioning.EventHubs;

public class EventHubsNamespace : ProvisionableResource
{
    public EventHubsNamespace(string bicepIdentifier, string? resourceVersion = null) => throw null!;

    public BicepValue<bool> IsAutoInflateEnabled { get => throw null!; set { } }

    public BicepValue<int> MaximumThroughputUnits { get => throw null!; set { } }

    public BicepValue<EventHubsTlsVersion> MinimumTlsVersion { get => throw null!; set { } }
}

public class EventHub : ProvisionableResource
{
    public EventHub(string bicepIdentifier, string? resourceVersion = null) => throw null!;

    public RetentionDescription RetentionDescription { get => throw null!; set { } }
}

public class RetentionDescription : ProvisionableConstruct
{
    public RetentionDescription() => throw null!;

    public BicepValue<CleanupPolicyRetentionDescription> CleanupPolicy { get => throw null!; set { } }

    public BicepValue<long> RetentionTimeInHours { get => throw null!; set { } }
}

public enum CleanupPolicyRetentionDescription
{
    Delete = 0,
    Compaction = 1,
}

public enum EventHubsTlsVersion
{
    Tls1_0 = 0,
    Tls1_1 = 1,
    Tls1_2 = 2,
}

public readonly struct EventHubsBuiltInRole
{
    public EventHubsBuiltInRole(string value) => throw null!;

    public static EventHubsBuiltInRole AzureEventHubsDataReceiver => throw null!;

    public static EventHubsBuiltInRole AzureEventHubsDataSender => throw null!;
}
