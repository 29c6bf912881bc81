using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;

namespace IotAspire.Tests.Hosting.Local;

/// <summary>The example's AppHost, really started in this process on ports of its own, asked by clients that nobody here wrote.</summary>
internal sealed class RunningServers : IAsyncDisposable
{
    // The first start on a machine downloads a database server.
    public static readonly TimeSpan StartTime = TimeSpan.FromMinutes(3);

    private RunningServers(DistributedApplication app) => App = app;

    public DistributedApplication App { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts it with its consumer.</summary>
    public static async Task<RunningServers> StartExampleAsync()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.LocalServers_AppHost>([], Token);
        return await StartAsync(builder, "consumer");
    }

    /// <summary>Starts the two servers alone.</summary>
    public static async Task<RunningServers> StartAsync(
        Action<IResourceBuilder<LocalEventHubsResource>>? configureHubs = null, Action<IResourceBuilder<LocalMySqlResource>>? configureMySql = null)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.LocalServers_AppHost>([], Token);
        builder.Resources.Remove(builder.Resources.Single(resource => resource.Name == "consumer"));
        configureHubs?.Invoke(Find<LocalEventHubsResource>(builder));
        configureMySql?.Invoke(Find<LocalMySqlResource>(builder));
        return await StartAsync(builder, "orders", "shop");
    }

    public Task HealthyAsync(string resource) => App.ResourceNotifications.WaitForResourceHealthyAsync(resource, WaitBehavior.WaitOnResourceUnavailable, Token).WaitAsync(StartTime, Token);

    public async Task<string> ConnectionStringAsync(string resource) => (await App.GetConnectionStringAsync(resource, Token))!;

    /// <summary>A connection property, as it is given to whoever refers to the resource.</summary>
    public async Task<string> PropertyAsync(string resource, string property)
    {
        var model = App.Services.GetRequiredService<DistributedApplicationModel>();
        var connection = model.Resources.OfType<IResourceWithConnectionString>().Single(candidate => candidate.Name == resource);
        return (await connection.GetConnectionProperties().Single(candidate => candidate.Key == property).Value.GetValueAsync(Token))!;
    }

    public string? StateOf(string resource) =>
        App.ResourceNotifications.TryGetCurrentState(resource, out var current) ? current.Snapshot.State?.Text : null;

    public async Task PublishAsync(string body, string? partition = null)
    {
        await using var producer = new EventHubProducerClient(await ConnectionStringAsync("orders"));
        await producer.SendAsync([new EventData(body)], new SendEventOptions { PartitionId = partition }, Token);
    }

    /// <summary>Bodies of the events that a partition of the hub holds.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(string partition, string group = EventHubConsumerClient.DefaultConsumerGroupName)
    {
        await using var consumer = new EventHubConsumerClient(group, await ConnectionStringAsync("orders"));
        var held = await consumer.GetPartitionPropertiesAsync(partition, Token);
        var bodies = new List<string>();
        if (held.IsEmpty)
            return bodies;
        await foreach (var received in consumer.ReadEventsFromPartitionAsync(partition, EventPosition.Earliest, Token))
        {
            bodies.Add(received.Data.EventBody.ToString());
            if (received.Data.SequenceNumber == held.LastEnqueuedSequenceNumber)
                break;
        }

        return bodies;
    }

    /// <summary>The first column of the rows that a statement gives in the database, with the rights of an account.</summary>
    public async Task<IReadOnlyList<string>> QueryAsync(string sql, string account = "shop")
    {
        await using var connection = new MySqlConnection(await ConnectionStringAsync(account));
        await connection.OpenAsync(Token);
        await using var command = new MySqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<string>();
        while (await reader.ReadAsync(Token))
            rows.Add(reader.GetValue(0).ToString()!);
        return rows;
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private static IResourceBuilder<T> Find<T>(IDistributedApplicationTestingBuilder builder)
        where T : IResource => builder.CreateResourceBuilder(builder.Resources.OfType<T>().Single());

    private static async Task<RunningServers> StartAsync(IDistributedApplicationTestingBuilder builder, params string[] until)
    {
        var servers = new RunningServers(await builder.BuildAsync(Token));
        try
        {
            await servers.App.StartAsync(Token).WaitAsync(StartTime, Token);
            foreach (var resource in until)
                await servers.HealthyAsync(resource);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }
}
