using IotAspire.AppHost.CommandLine;
using IotAspire.AppHost.Running;

namespace IotAspire.AppHost;

/// <summary>The servers as processes of this machine.</summary>
internal static class ServerExtensions
{
    private const int AmqpPort = 5672;
    private const int EventsPagePort = 5300;
    private const int Partitions = 4;

    /// <summary>The event hub <c>telemetry</c>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddTelemetry(this IDistributedApplicationBuilder builder, AppHostOptions options)
    {
        builder.RequireRunMode();
        if (options.EventHub is { } existing)
            return builder.AddExistingEventHub(existing);
        var folder = Path.Combine(options.DataFolder, "hub");
        var isRandom = builder.HasRandomPorts();
        return builder.AddLocalEventHubs("eventhubs", isRandom ? null : Ports.Choose(AmqpPort, "eventhubs"), isRandom ? null : Ports.Choose(EventsPagePort, "eventhubs"))
            .WithDataFolder(options.Prepare(folder))
            .WithAnnotation(new DataFolderAnnotation(folder))
            .WithAnnotation(new KeptUpAnnotation())
            .AddHub("telemetry", Partitions, ["aggregator"]);
    }

    /// <summary>The database <c>iotdb</c>.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddIotDb(this IDistributedApplicationBuilder builder, AppHostOptions options) =>
        options.MySql is { } existing ? builder.AddExistingDatabase(existing) : builder.AddLocalMySql("mysql")
            .WithDataFolder(options.Prepare(Path.Combine(options.DataFolder, "mysql")))
            .WithAnnotation(new KeptUpAnnotation())
            .AddDatabase("iotdb");

    /// <summary>Nothing: local servers aren't published.</summary>
    public static IResourceBuilder<ProjectResource> PublishAggregator(this IResourceBuilder<ProjectResource> project, IResourceBuilder<IResourceWithConnectionString> telemetry) => project;

    /// <inheritdoc cref="PublishAggregator"/>
    public static IResourceBuilder<ProjectResource> PublishApi(this IResourceBuilder<ProjectResource> project) => project;

    /// <inheritdoc cref="PublishAggregator"/>
    public static IResourceBuilder<ProjectResource> PublishGenerator(this IResourceBuilder<ProjectResource> project, IResourceBuilder<IResourceWithConnectionString> telemetry) => project;

    private static void RequireRunMode(this IDistributedApplicationBuilder builder)
    {
        if (builder.ExecutionContext.IsPublishMode)
            throw new DistributedApplicationException("Local servers can't be published: set the environment variable IOTASPIRE_SERVERS=Containers, then publish again.");
    }
}
