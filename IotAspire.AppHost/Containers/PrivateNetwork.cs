using Aspire.Hosting.Azure;
using Aspire.Hosting.Azure.AppContainers;
using Azure.Provisioning.AppContainers;

namespace IotAspire.AppHost;

/// <summary>The virtual network that MySQL and the Container Apps environment share where MySQL has no public address.</summary>
/// <param name="AppsSubnet">Resource id of the environment's subnet.</param>
/// <param name="MySqlSubnet">Resource id of the server's subnet.</param>
/// <param name="DnsZone">Resource id of the zone in which the server registers its address.</param>
internal sealed record PrivateNetwork(BicepOutputReference AppsSubnet, BicepOutputReference MySqlSubnet, BicepOutputReference DnsZone)
{
    public static PrivateNetwork Add(IDistributedApplicationBuilder builder)
    {
        var network = builder.AddBicepTemplate("network", Path.Combine("..", "infra", "network.bicep"));
        return new(network.GetOutput("appsSubnetId"), network.GetOutput("mysqlSubnetId"), network.GetOutput("privateDnsZoneId"));
    }
}

internal static class PrivateNetworkExtensions
{
    /// <summary>Puts the apps into the network. Aspire's own method needs subnets of its package Aspire.Hosting.Azure.Network; this is the one property that it sets.</summary>
    public static void WithNetwork(this IResourceBuilder<AzureContainerAppEnvironmentResource> environment, PrivateNetwork network) =>
        environment.ConfigureInfrastructure(infrastructure =>
            infrastructure.GetProvisionableResources().OfType<ContainerAppManagedEnvironment>().Single().VnetConfiguration =
                new ContainerAppVnetConfiguration { InfrastructureSubnetId = network.AppsSubnet.AsProvisioningParameter(infrastructure) });
}
