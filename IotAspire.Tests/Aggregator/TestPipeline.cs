using IotAspire.EventHubs;
using IotAspire.EventHubs.Emulator;
using IotAspire.LocalMySql;
using IotAspire.Storage;
using IotAspire.Storage.Model;
using IotAspire.Tests.EventHubs;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace IotAspire.Tests.Aggregator;

/// <summary>What stands on both sides of an Aggregator: a hub with a publisher, and a database that is empty at first.</summary>
internal sealed class TestPipeline : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);

    private readonly TemporaryDirectory _directory;
    private readonly EventHubProducer _producer;
    private readonly EventHubConsumer _consumer;

    private TestPipeline(TemporaryDirectory directory, EventHubsEmulator hub, IngestDatabase database)
    {
        (_directory, Hub, Database) = (directory, hub, database);
        _producer = HubClients.Producer(HubConnectionString);
        _consumer = HubClients.Consumer(HubConnectionString);
        Published = new(_producer);
    }

    public EventHubsEmulator Hub { get; private set; }

    public string HubDirectory => Path.Combine(_directory.Path, "hub");

    public string HubConnectionString => Hub.ConnectionString(TestHub.Name);

    public IngestDatabase Database { get; }

    public PublishedReadings Published { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<TestPipeline> StartAsync(MySqlServers servers, MySqlFlavor flavor = MySqlFlavor.Any) =>
        await StartAsync(await IngestDatabase.CreateAsync(servers, flavor, migrate: false));

    /// <param name="database">From then on the pipeline's.</param>
    public static async Task<TestPipeline> StartAsync(IngestDatabase database)
    {
        var directory = new TemporaryDirectory();
        return new(directory, await TestHub.StartAsync(Path.Combine(directory.Path, "hub")), database);
    }

    public RunningAggregator StartAggregator(params IEnumerable<KeyValuePair<string, string>> settings) =>
        RunningAggregator.Start(HubConnectionString, Database.ConnectionString, settings);

    public AggregatorProcess StartAggregatorProcess(params IEnumerable<KeyValuePair<string, string>> settings) =>
        AggregatorProcess.Start(HubConnectionString, Database.ConnectionString, settings);

    /// <summary>Stops the hub, changes something while it is down, and starts it again on the same port.</summary>
    public async Task RestartHubAsync(Action? whileDown = null)
    {
        var port = Hub.Port;
        await Hub.DisposeAsync();
        whileDown?.Invoke();
        Hub = await TestHub.StartAsync(HubDirectory, port);
    }

    public Task<List<CheckpointRow>> CheckpointsAsync() =>
        Database.QueryAsync(db => db.Checkpoints.AsNoTracking().OrderBy(row => row.PartitionId).ToListAsync(Token));

    public Task<List<DeadLetterRow>> DeadLettersAsync() =>
        Database.QueryAsync(db => db.DeadLetters.AsNoTracking().OrderBy(row => row.Id).ToListAsync(Token));

    /// <summary>Waits until the checkpoint of each partition satisfies the condition.</summary>
    public Task<List<CheckpointRow>> CheckpointsAsync(Func<CheckpointRow, bool> condition, string what) => Eventually.Async(
        async () =>
        {
            try
            {
                return await CheckpointsAsync();
            }
            catch (Exception exception) when (DatabaseFault.IsMissingSchema(exception) || DatabaseFault.IsTransient(exception))
            {
                return [];
            }
        },
        rows => rows.Count > 0 && rows.TrueForAll(row => condition(row)),
        Deadline,
        what);

    /// <summary>Waits until all that the hub holds is stored, and compares it with what was published.</summary>
    public async Task VerifyStoredAsync()
    {
        await WaitUntilStoredAsync();
        await StoredReadings.VerifyAsync(Database, Published);
    }

    /// <summary>Waits until all that the hub holds is stored.</summary>
    public async Task WaitUntilStoredAsync()
    {
        var last = new Dictionary<string, (DateTime CreatedAt, long? SequenceNumber)>();
        var hub = await _consumer.GetEventHubPropertiesAsync(Token);
        foreach (var id in hub.PartitionIds)
        {
            var partition = await _consumer.GetPartitionPropertiesAsync(id, Token);
            last[id] = (hub.CreatedOn.UtcDateTime, partition.LastEnqueuedSequenceNumber < 0 ? null : partition.LastEnqueuedSequenceNumber);
        }

        await CheckpointsAsync(row => (row.HubCreatedAt, row.SequenceNumber) == last[row.PartitionId], "everything stored");
    }

    public async ValueTask DisposeAsync()
    {
        await _consumer.DisposeAsync();
        await _producer.DisposeAsync();
        await Hub.DisposeAsync();
        await Database.DisposeAsync();
        _directory.Dispose();
    }
}
