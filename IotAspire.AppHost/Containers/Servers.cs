using Aspire.Hosting.Azure;
using Azure.Provisioning.EventHubs;
using IotAspire.AppHost.CommandLine;
using IotAspire.AppHost.Commands;

namespace IotAspire.AppHost;

/// <summary>The servers in containers; published, those of Azure.</summary>
internal sealed class Servers
{
    /// <summary>The consumer group of the Aggregator.</summary>
    public const string ConsumerGroup = "aggregator";

    private readonly IDistributedApplicationBuilder _builder;
    private readonly AppHostOptions _options;

    private Servers(IDistributedApplicationBuilder builder, AppHostOptions options)
    {
        (_builder, _options) = (builder, options);
        Azure = builder.AddAzureTarget();
    }

    /// <summary>Why these can't be published; null where they can.</summary>
    public static string? NotPublished => null;

    /// <summary>What to do where no container runtime answers.</summary>
    public static string Alternative => "The servers can run as processes of this machine instead, without containers: set the environment variable IOTASPIRE_SERVERS=Local.";

    /// <summary>Why the database server can't be downloaded again; null where it can.</summary>
    public static string? NotRenewed => "--renew-mysql is for local servers; the image of the container has the tag that Aspire.Hosting.MySql chose.";

    /// <summary>What exists only in Azure.</summary>
    public AzureTarget Azure { get; }

    /// <summary>The namespace.</summary>
    public IResourceBuilder<AzureEventHubsResource> EventHubs => field ??= _builder.AddAzureEventHubs("eventhubs").WithThroughputAndRetention(Azure).RunAsEmulator();

    /// <exception cref="DistributedApplicationException">A setting for Azure isn't what it may be.</exception>
    public static Servers Add(IDistributedApplicationBuilder builder, AppHostOptions options) => new(builder, options);

    /// <summary>The event hub <c>telemetry</c>.</summary>
    public IResourceBuilder<IResourceWithConnectionString> AddEventHub()
    {
        if (_options.EventHub is { } existing && _builder.ExecutionContext.IsRunMode)
            return _builder.AddExistingEventHub(existing);
        var telemetry = EventHubs.AddHub("telemetry").WithProperties(hub => hub.PartitionCount = Azure.Partitions);
        telemetry.AddConsumerGroup("telemetry-aggregator", ConsumerGroup);
        return telemetry;
    }

    /// <summary>
    /// The database <c>iotdb</c>: in run mode a MySQL container that keeps its data; published, Azure Database for MySQL, for which
    /// Aspire has no integration, by a Bicep module of ours. Both give a connection string of the same name.
    /// </summary>
    public IResourceBuilder<IResourceWithConnectionString> AddDatabase()
    {
        if (Azure.Published is { } published)
        {
            _builder.AddMySqlUsers(published);
            return _builder.AddConnectionString("iotdb", published.ConnectionStringFor(published.Aggregator));
        }

        return _options.MySql is { } existing ? _builder.AddExistingDatabase(existing)
            // The default of MySQL 8 and later refuses LOAD DATA LOCAL, which is how readings are stored.
            : _builder.AddMySql("mysql").WithDataVolume().WithLifetime(ContainerLifetime.Persistent).WithArgs("--local-infile=ON").AddDatabase("iotdb")
                .WithResetAtStart(_options);
    }

    /// <summary>
    /// What the Aggregator and the Api sign in to the database with: in run mode the only account of the container or of the existing
    /// server. Published, an identity each, see <see cref="PublishedServices"/>.
    /// </summary>
    public static (IResourceBuilder<IResourceWithConnectionString> Aggregator, IResourceBuilder<IResourceWithConnectionString> Api) AddAccounts(IResourceBuilder<IResourceWithConnectionString> iotdb) =>
        (iotdb, iotdb);
}

/// <summary>The account of the Api, which is the Aggregator's in run mode.</summary>
internal static class ApiAccountExtensions
{
    public static IResourceBuilder<ProjectResource> GrantsRightsTo(this IResourceBuilder<ProjectResource> aggregator, IResourceBuilder<IResourceWithConnectionString> _) => aggregator;
}

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
