using IotAspire.AppHost.CommandLine;
using IotAspire.AppHost.Running;

namespace IotAspire.AppHost;

/// <summary>The servers as processes of this machine.</summary>
internal sealed class Servers
{
    /// <summary>The consumer group of the Aggregator.</summary>
    public const string ConsumerGroup = "aggregator";

    private const int Partitions = 4;
    private const int AmqpPort = 5672;
    private const int EventsPagePort = 5300;

    private readonly IDistributedApplicationBuilder _builder;
    private readonly AppHostOptions _options;

    private Servers(IDistributedApplicationBuilder builder, AppHostOptions options) => (_builder, _options) = (builder, options);

    /// <summary>Why these can't be published; null where they can.</summary>
    public static string? NotPublished => "Local servers can't be published: set the environment variable IOTASPIRE_SERVERS=Containers, then publish again.";

    /// <summary>What to do where this machine doesn't have them.</summary>
    public static string Alternative => "Docker or Podman can run the servers instead: set the environment variable IOTASPIRE_SERVERS=Containers.";

    /// <summary>Why the database server can't be downloaded again; null where it can.</summary>
    public static string? NotRenewed => null;

    /// <summary>Adds them, and locks the data folder for this AppHost.</summary>
    public static Servers Add(IDistributedApplicationBuilder builder, AppHostOptions options)
    {
        builder.UseDataFolder(options);
        return new(builder, options);
    }

    /// <summary>The event hub <c>telemetry</c>.</summary>
    public IResourceBuilder<IResourceWithConnectionString> AddEventHub() => _options.EventHub is { } existing
        ? _builder.AddExistingEventHub(existing)
        : _builder.AddLocalEventHubs("eventhubs", _builder.ChoosePort(AmqpPort, "eventhubs"), _builder.ChoosePort(EventsPagePort, "the page of eventhubs"))
            .WithDataFolder(_options.FolderOf("hub"))
            .WithAnnotation(new DataFolderAnnotation(_options.FolderOf("hub")))
            .WithSupervision()
            .AddHub("telemetry", Partitions, [ConsumerGroup]);

    /// <summary>The database <c>iotdb</c>.</summary>
    public IResourceBuilder<IResourceWithConnectionString> AddDatabase() => _options.MySql is { } existing
        ? _builder.AddExistingDatabase(existing)
        : _builder.AddLocalMySql("mysql")
            .WithDataFolder(_options.FolderOf("mysql"))
            .WithEnvironment("LOCALMYSQL_RENEW", _options.RenewsMySql ? "true" : "false")
            .WithSupervision()
            .AddDatabase("iotdb");

    /// <summary>The database accounts of the Aggregator and the Api, each with the rights that its service needs. An existing server has one account for both.</summary>
    public static (IResourceBuilder<IResourceWithConnectionString> Aggregator, IResourceBuilder<IResourceWithConnectionString> Api) AddAccounts(IResourceBuilder<IResourceWithConnectionString> iotdb) =>
        iotdb is IResourceBuilder<LocalMySqlDatabaseResource> local
            ? (local.AddAccount("iotdb-aggregator", ownsDatabase: true), local.AddAccount("iotdb-api"))
            : (iotdb, iotdb);
}

/// <summary>The account of the Api, which has no rights until the Aggregator grants them.</summary>
internal static class ApiAccountExtensions
{
    /// <summary>Lets the Aggregator, which owns the tables, grant the Api's account its rights.</summary>
    public static IResourceBuilder<ProjectResource> GrantsRightsTo(this IResourceBuilder<ProjectResource> aggregator, IResourceBuilder<IResourceWithConnectionString> api) =>
        api.Resource is LocalMySqlAccountResource account ? aggregator.WithEnvironment("Aggregator__ApiUser", account.UserName) : aggregator;
}

/// <summary>Local servers aren't published, so these methods do nothing.</summary>
internal static class PublishedServices
{
    public static IResourceBuilder<ProjectResource> PublishAsAggregator(this IResourceBuilder<ProjectResource> project, Servers _) => project;

    public static IResourceBuilder<ProjectResource> PublishAsApi(this IResourceBuilder<ProjectResource> project, Servers _) => project;

    public static IResourceBuilder<ProjectResource> PublishAsGenerator(this IResourceBuilder<ProjectResource> project, Servers _) => project;
}
