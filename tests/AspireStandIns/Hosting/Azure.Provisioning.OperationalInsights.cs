// github.com/Azure/azure-sdk-for-net, 1.1: sdk/provisioning/Azure.Provisioning.OperationalInsights/api/Azure.Provisioning.OperationalInsights.net8.0.cs
using Azure.Provisioning.Primitives;

namespace Azure.Provisioning.OperationalInsights;

public class OperationalInsightsWorkspace : ProvisionableResource
{
    public OperationalInsightsWorkspace(string bicepIdentifier, string? resourceVersion = null) => throw null!;

    public BicepValue<int> RetentionInDays { get => throw null!; set { } }

    public OperationalInsightsWorkspaceCapping WorkspaceCapping { get => throw null!; set { } }
}

public class OperationalInsightsWorkspaceCapping : ProvisionableConstruct
{
    public OperationalInsightsWorkspaceCapping() => throw null!;

    public BicepValue<double> DailyQuotaInGB { get => throw null!; set { } }
}
