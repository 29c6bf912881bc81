using Aspire.Hosting.Azure;

namespace IotAspire.AppHost;

internal static class DatabaseExtensions
{
    /// <summary>
    /// The database <c>iotdb</c>: in run mode a MySQL container that keeps its data; published, Azure Database for MySQL, for which
    /// Aspire has no integration, by a Bicep module of ours. Both give a connection string of the same name.
    /// </summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddIotDb(this IDistributedApplicationBuilder builder, AzureTarget azure) =>
        azure.Published is { } published
            ? builder.AddConnectionString("iotdb", published.ConnectionStringFor(published.Aggregator))
            : builder.AddContainer();

    // The server has an identity of its own to look its administrator up, because the right to read the directory is nothing that a
    // service should hold.
    public static IResourceBuilder<AzureBicepResource> AddFlexibleServer(
        this IDistributedApplicationBuilder builder, IResourceBuilder<AzureUserAssignedIdentityResource> administrator) =>
        builder.AddBicepTemplate("mysql", Path.Combine("..", "infra", "mysql.bicep"))
            .WithParameter("serverIdentityId", builder.AddAzureUserAssignedIdentity("mysql-identity").Resource.Id)
            .WithParameter("identityClientId", administrator.Resource.ClientId)
            .WithParameter("identityName", administrator.Resource.PrincipalName)
            .WithParameter("skuName", builder.AddParameter("mysql-sku-name", "Standard_B2s", publishValueAsDefault: true))
            .WithParameter("storageSizeGB", builder.AddParameter("mysql-storage-gb", "32", publishValueAsDefault: true))
            .WithParameter("backupRetentionDays", builder.AddParameter("mysql-backup-days", "14", publishValueAsDefault: true));

    // The default of MySQL 8 and later refuses LOAD DATA LOCAL, which is how readings are stored.
    private static IResourceBuilder<IResourceWithConnectionString> AddContainer(this IDistributedApplicationBuilder builder) =>
        builder.AddMySql("mysql")
            .WithDataVolume()
            .WithLifetime(ContainerLifetime.Persistent)
            .WithArgs("--local-infile=ON")
            .AddDatabase("iotdb");
}
