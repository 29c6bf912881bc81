using Aspire.Hosting.Azure;
using Azure.Provisioning.AppContainers;
using Azure.Provisioning.EventHubs;

namespace IotAspire.AppHost;

/// <summary>What each service gets when it is published: identity and rights, size and replicas, telemetry. Nothing in run mode.</summary>
internal static class PublishedServices
{
    private const int MaxApiReplicas = 10;

    /// <summary>
    /// The job that makes the services' users in MySQL. It runs only when it is started by hand, and nothing else runs as the administrator.
    /// A job also reaches a server without a public address, and the machine that deploys needs no MySQL client.
    /// </summary>
    public static void AddMySqlUsers(this IDistributedApplicationBuilder builder, PublishedTarget published) => builder
        .AddProject<Projects.IotAspire_Aggregator>("mysql-users", launchProfileName: null)
        .WithArgs("users")
        .WithAzureUserAssignedIdentity(published.Administrator)
        .WithEnvironment("ConnectionStrings__iotdb", published.ConnectionStringFor(published.Administrator))
        .WithEnvironment("Users__Aggregator__Name", published.Aggregator.Resource.PrincipalName)
        .WithEnvironment("Users__Aggregator__ClientId", published.Aggregator.Resource.ClientId)
        .WithEnvironment("Users__Api__Name", published.Api.Resource.PrincipalName)
        .WithEnvironment("Users__Api__ClientId", published.Api.Resource.ClientId)
        .PublishAsAzureContainerAppJob();

    /// <summary>
    /// Reads the hub, owns the database. One to as many replicas as there are partitions, more of them when they are busy:
    /// storing is what costs processor time, and the checkpoints of the lag are in MySQL, where the platform's event hub scaler
    /// doesn't look.
    /// </summary>
    public static IResourceBuilder<ProjectResource> PublishAsAggregator(this IResourceBuilder<ProjectResource> project, Servers servers) => servers.Azure.Published is not { } published
        ? project
        : project.WithReference(published.Insights)
            .WithAzureUserAssignedIdentity(published.Aggregator)
            .WithRoleAssignments(servers.EventHubs, EventHubsBuiltInRole.AzureEventHubsDataReceiver)
            // To grant it what the Api needs, once the tables are there.
            .WithEnvironment("Aggregator__ApiUser", published.Api.Resource.PrincipalName)
            .PublishAsAzureContainerApp((_, app) =>
            {
                app.HasSize(0.5, "1Gi");
                app.Template.Scale.MinReplicas = 1;
                app.Template.Scale.MaxReplicas = servers.Azure.Partitions;
                app.Template.Scale.Rules.Add(new ContainerAppScaleRule
                {
                    Name = "cpu",
                    Custom = new ContainerAppCustomScaleRule { CustomScaleRuleType = "cpu", Metadata = { ["type"] = "Utilization", ["value"] = "70" } },
                });
            });

    /// <summary>Public, so it has an identity that can do nothing but be a user of the database. One replica more for each 50 requests under way.</summary>
    public static IResourceBuilder<ProjectResource> PublishAsApi(this IResourceBuilder<ProjectResource> project, Servers servers) => servers.Azure.Published is not { } published
        ? project
        : project.WithReference(published.Insights)
            .WithAzureUserAssignedIdentity(published.Api)
            // In place of the Aggregator's, which the reference gives.
            .WithEnvironment("ConnectionStrings__iotdb", published.ConnectionStringFor(published.Api))
            .PublishAsAzureContainerApp((_, app) =>
            {
                app.HasSize(0.5, "1Gi");
                app.Template.Scale.MinReplicas = 1;
                app.Template.Scale.MaxReplicas = MaxApiReplicas;
                app.Template.Scale.Rules.Add(new ContainerAppScaleRule
                {
                    Name = "requests",
                    Http = new ContainerAppHttpScaleRule { Metadata = { ["concurrentRequests"] = "50" } },
                });
            });

    /// <summary>
    /// Sends to the hub. One replica: a second would simulate every sensor again. While a new revision starts there are two for a
    /// moment, which does no harm: with the same seed both send the same readings, and the Aggregator counts the second as duplicates.
    /// </summary>
    public static IResourceBuilder<ProjectResource> PublishAsGenerator(this IResourceBuilder<ProjectResource> project, Servers servers) => servers.Azure.Published is not { } published
        ? project
        : project.WithReference(published.Insights)
            .WithRoleAssignments(servers.EventHubs, EventHubsBuiltInRole.AzureEventHubsDataSender)
            .PublishAsAzureContainerApp((_, app) =>
            {
                app.HasSize(0.25, "0.5Gi");
                app.Template.Scale.MinReplicas = 1;
                app.Template.Scale.MaxReplicas = 1;
            });

    // Container Apps takes pairs only: 2 GiB of memory a core.
    private static void HasSize(this ContainerApp app, double cores, string memory) =>
        app.Template.Containers[0].Value!.Resources = new AppContainerResources { Cpu = cores, Memory = memory };
}
