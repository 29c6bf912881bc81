// github.com/Azure/azure-sdk-for-net, 1.x: sdk/provisioning/Azure.Provisioning.AppContainers/api/Azure.Provisioning.AppContainers.net8.0.cs
using Azure.Provisioning.Primitives;

namespace Azure.Provisioning.AppContainers;

public class ContainerApp : ProvisionableResource
{
    public ContainerApp(string bicepIdentifier, string? resourceVersion = null) => throw null!;

    public ContainerAppTemplate Template { get => throw null!; set { } }
}

public class ContainerAppTemplate : ProvisionableConstruct
{
    public ContainerAppTemplate() => throw null!;

    public BicepList<ContainerAppContainer> Containers { get => throw null!; set { } }

    public ContainerAppScale Scale { get => throw null!; set { } }
}

public class ContainerAppContainer : ProvisionableConstruct
{
    public ContainerAppContainer() => throw null!;

    public AppContainerResources Resources { get => throw null!; set { } }
}

public class AppContainerResources : ProvisionableConstruct
{
    public AppContainerResources() => throw null!;

    public BicepValue<double> Cpu { get => throw null!; set { } }

    public BicepValue<string> Memory { get => throw null!; set { } }
}

public class ContainerAppScale : ProvisionableConstruct
{
    public ContainerAppScale() => throw null!;

    public BicepValue<int> MaxReplicas { get => throw null!; set { } }

    public BicepValue<int> MinReplicas { get => throw null!; set { } }

    public BicepList<ContainerAppScaleRule> Rules { get => throw null!; set { } }
}

public class ContainerAppScaleRule : ProvisionableConstruct
{
    public ContainerAppScaleRule() => throw null!;

    public ContainerAppCustomScaleRule Custom { get => throw null!; set { } }

    public ContainerAppHttpScaleRule Http { get => throw null!; set { } }

    public BicepValue<string> Name { get => throw null!; set { } }
}

public class ContainerAppCustomScaleRule : ProvisionableConstruct
{
    public ContainerAppCustomScaleRule() => throw null!;

    public BicepValue<string> CustomScaleRuleType { get => throw null!; set { } }

    public BicepDictionary<string> Metadata { get => throw null!; set { } }
}

public class ContainerAppHttpScaleRule : ProvisionableConstruct
{
    public ContainerAppHttpScaleRule() => throw null!;

    public BicepDictionary<string> Metadata { get => throw null!; set { } }
}

public class ContainerAppManagedEnvironment : ProvisionableResource
{
    public ContainerAppManagedEnvironment(string bicepIdentifier, string? resourceVersion = null) => throw null!;

    public ContainerAppVnetConfiguration VnetConfiguration { get => throw null!; set { } }
}

public class ContainerAppVnetConfiguration : ProvisionableConstruct
{
    public ContainerAppVnetConfiguration() => throw null!;

    public BicepValue<global::Azure.Core.ResourceIdentifier> InfrastructureSubnetId { get => throw null!; set { } }
}
