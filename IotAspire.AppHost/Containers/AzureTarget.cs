using System.Globalization;
using Aspire.Hosting.Azure;
using Azure.Provisioning.OperationalInsights;

namespace IotAspire.AppHost;

/// <summary>What exists only when the application is published to Azure, and the settings that the publisher may give.</summary>
/// <param name="Partitions">
/// Partitions of the hub: 4 in run mode; published, <c>Parameters:partitions</c> (environment <c>Parameters__partitions</c>),
/// default 32, because the Standard tier can't change the number later.
/// </param>
/// <param name="MaxThroughputUnits">
/// So far the namespace grows by itself: <c>Parameters:most-throughput-units</c>, default 4. It begins with one and never shrinks.
/// </param>
/// <param name="Published">Null in run mode.</param>
internal sealed record AzureTarget(int Partitions, int MaxThroughputUnits, PublishedTarget? Published);

/// <summary>What the published services share.</summary>
/// <param name="Administrator">The administrator of MySQL, which only the job that makes users runs under.</param>
/// <param name="Aggregator">The identity of the Aggregator, which owns the database.</param>
/// <param name="Api">The identity of the Api, which is a user of the database and has no other right.</param>
/// <param name="Insights">Application Insights, in place of the dashboard of run mode.</param>
/// <param name="MySql">Azure Database for MySQL.</param>
internal sealed record PublishedTarget(
    IResourceBuilder<AzureUserAssignedIdentityResource> Administrator,
    IResourceBuilder<AzureUserAssignedIdentityResource> Aggregator,
    IResourceBuilder<AzureUserAssignedIdentityResource> Api,
    IResourceBuilder<AzureApplicationInsightsResource> Insights,
    IResourceBuilder<AzureBicepResource> MySql)
{
    /// <summary>The connection string of one of the identities, which sign in with a token in place of a password.</summary>
    public ReferenceExpression ConnectionStringFor(IResourceBuilder<AzureUserAssignedIdentityResource> identity) => ReferenceExpression.Create(
        $"Server={MySql.GetOutput("host")};Port=3306;Database=iotdb;User ID={identity.Resource.PrincipalName};SslMode=VerifyFull");
}

internal static class AzureTargetExtensions
{
    private const int RunPartitions = 4;

    /// <summary>Log Analytics includes this retention in its price.</summary>
    private const int LogRetentionDays = 30;

    /// <summary>Declares the Container Apps environment and what the services need there. Adds nothing in run mode.</summary>
    /// <exception cref="DistributedApplicationException">A setting isn't what it may be.</exception>
    public static AzureTarget AddAzureTarget(this IDistributedApplicationBuilder builder)
    {
        // Without Aspire's dashboard: Application Insights has the same telemetry, keeps it, and requires a sign-in. The dashboard would
        // have every service export everything twice, to a component that is a preview and forgets it with its next start.
        var environment = builder.AddAzureContainerAppEnvironment("env").WithDashboard(false);
        if (!builder.ExecutionContext.IsPublishMode)
            return new(RunPartitions, builder.ReadNumber("most-throughput-units", 4, 40), null);

        // One workspace for the containers' logs and for Application Insights, so that one cap holds both.
        var logs = builder.AddLogs(builder.ReadNumber("log-gb-per-day", 1, 1000));
        environment.WithAzureLogAnalyticsWorkspace(logs);
        var network = builder.ReadSwitch("private-network") ? PrivateNetwork.Add(builder) : null;
        if (network is not null)
            environment.WithNetwork(network);
        // Their names are users of MySQL, which end at 32 characters, 14 of which Azure's naming takes.
        var administrator = builder.AddAzureUserAssignedIdentity("mysql-admin-id");
        return new(
            builder.ReadNumber("partitions", 32, 1024, "; the Standard tier takes 32 at most"),
            builder.ReadNumber("most-throughput-units", 4, 40),
            new(
                administrator,
                builder.AddAzureUserAssignedIdentity("aggregator-id"),
                builder.AddAzureUserAssignedIdentity("api-id"),
                builder.AddAzureApplicationInsights("insights", logs),
                builder.AddFlexibleServer(administrator, network)));
    }

    // The server has its own identity to look up its administrator, because the right to read the directory is nothing that a
    // service should hold.
    private static IResourceBuilder<AzureBicepResource> AddFlexibleServer(
        this IDistributedApplicationBuilder builder, IResourceBuilder<AzureUserAssignedIdentityResource> administrator, PrivateNetwork? network)
    {
        var server = builder.AddBicepTemplate("mysql", Path.Combine("..", "infra", "mysql.bicep"))
            .WithParameter("serverIdentityId", builder.AddAzureUserAssignedIdentity("mysql-identity").Resource.Id)
            .WithParameter("administratorClientId", administrator.Resource.ClientId)
            .WithParameter("administratorName", administrator.Resource.PrincipalName)
            .WithParameter("skuName", builder.AddParameter("mysql-sku-name", "Standard_B2s", publishValueAsDefault: true))
            .WithParameter("storageSizeGB", builder.AddParameter("mysql-storage-gb", "32", publishValueAsDefault: true))
            .WithParameter("backupRetentionDays", builder.AddParameter("mysql-backup-days", "14", publishValueAsDefault: true));
        return network is null
            ? server
            : server.WithParameter("delegatedSubnetId", network.MySqlSubnet).WithParameter("privateDnsZoneId", network.DnsZone);
    }

    // A service in a loop of errors would otherwise cost without limit. Beyond the cap nothing is taken until the next day.
    private static IResourceBuilder<AzureLogAnalyticsWorkspaceResource> AddLogs(this IDistributedApplicationBuilder builder, int gigabytesPerDay) =>
        builder.AddAzureLogAnalyticsWorkspace("logs").ConfigureInfrastructure(infrastructure =>
        {
            var workspace = infrastructure.GetProvisionableResources().OfType<OperationalInsightsWorkspace>().Single();
            workspace.RetentionInDays = LogRetentionDays;
            workspace.WorkspaceCapping = new OperationalInsightsWorkspaceCapping { DailyQuotaInGB = gigabytesPerDay };
        });

    // Such a setting shapes the model, so it has to be known here and can't be asked for during the deployment.
    private static bool ReadSwitch(this IDistributedApplicationBuilder builder, string name) => builder.Configuration[$"Parameters:{name}"] switch
    {
        null or "" => false,
        var text when bool.TryParse(text, out var isOn) => isOn,
        var text => throw new DistributedApplicationException($"Parameters:{name} is '{text}', must be true or false."),
    };

    private static int ReadNumber(this IDistributedApplicationBuilder builder, string name, int byDefault, int max, string remark = "") =>
        builder.Configuration[$"Parameters:{name}"] switch
        {
            null or "" => byDefault,
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max => number,
            var text => throw new DistributedApplicationException($"Parameters:{name} is '{text}', must be a whole number from 1 to {max}{remark}."),
        };
}
