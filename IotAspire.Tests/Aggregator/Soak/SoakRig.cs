using IotAspire.Contracts.Readings;
using IotAspire.EventHubs;
using IotAspire.LocalMySql;
using IotAspire.Tests.EventHubs;
using IotAspire.Tests.EventHubs.Emulator.Hosting;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Aggregator.Soak;

/// <summary>Hub, database server and Aggregator, each a process of its own that may be killed and started again.</summary>
internal sealed class SoakRig : IAsyncDisposable
{
    private const int ReadingsPerTurn = 40;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan TurnPause = TimeSpan.FromMilliseconds(20);
    private static readonly string[] Sensors = ["kitchen-temperature", "deposit-temperature", "offices-temperature", "main-entrance-temperature"];
    private readonly TemporaryDirectory _directory = new();
    private readonly Random _random = new(1);
    private readonly OwnServer _server;
    private readonly IngestDatabase _database;
    private readonly KeyValuePair<string, string>[] _settings;
    private readonly EventHubProducer _producer;
    private EmulatorProcess _hub;
    private AggregatorProcess _aggregator;
    private int _turns;

    private SoakRig(OwnServer server, IngestDatabase database, EmulatorProcess hub, KeyValuePair<string, string>[] settings, TemporaryDirectory directory)
    {
        (_server, _database, _hub, _settings, _directory) = (server, database, hub, settings, directory);
        _producer = HubClients.Producer(hub.ConnectionString);
        Published = new(_producer);
        _aggregator = StartAggregator();
    }

    private PublishedReadings Published { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<SoakRig> StartAsync(MySqlServers servers, MySqlFlavor flavor, KeyValuePair<string, string>[] settings)
    {
        var server = await OwnServer.StartAsync(servers, flavor);
        var directory = new TemporaryDirectory();
        var hub = await EmulatorProcess.StartAsync(Path.Combine(directory.Path, "hub"));
        return new(server, IngestDatabase.Open(await server.CreateDatabaseAsync()), hub, settings, directory);
    }

    /// <summary>Publishes while something happens, at another moment in each round.</summary>
    public async Task UnderLoadAsync(int round, Func<Task> happen)
    {
        using var over = new CancellationTokenSource();
        var load = PublishUntilAsync(over.Token);
        await Task.Delay(TimeSpan.FromMilliseconds(300 + _random.Next(700)), Token);
        await happen();
        await over.CancelAsync();
        await load;
        Assert.True(round >= 0);
    }

    public async Task KillAggregatorAsync()
    {
        await _aggregator.KillAsync();
        await _aggregator.DisposeAsync();
        _aggregator = StartAggregator();
        // Far enough to be in the middle of something the next time.
        await Eventually.TrueAsync(() => _aggregator.Output.Contains("acquired", StringComparison.Ordinal), Deadline, "a partition acquired");
    }

    public async Task KillDatabaseAsync()
    {
        await _server.KillAsync();
        await _server.RestartAsync();
    }

    public async Task StopDatabaseAsync(TimeSpan time)
    {
        await _server.StopAsync();
        await Task.Delay(time, Token);
        await _server.RestartAsync();
    }

    public async Task KillHubAsync()
    {
        await _hub.KillAsync();
        var port = EventHubConnectionString.Parse(_hub.ConnectionString).Port;
        await _hub.DisposeAsync();
        _hub = await EmulatorProcess.StartAsync(Path.Combine(_directory.Path, "hub"), port: port);
    }

    public async Task VerifyAsync()
    {
        await using var consumer = HubClients.Consumer(_hub.ConnectionString);
        var hub = await consumer.GetEventHubPropertiesAsync(Token);
        var last = new Dictionary<string, long>();
        foreach (var id in hub.PartitionIds)
            last[id] = (await consumer.GetPartitionPropertiesAsync(id, Token)).LastEnqueuedSequenceNumber;
        await Eventually.Async(
            () => _database.CheckpointsAsync(),
            rows => rows.Count == last.Count && rows.TrueForAll(row => (row.SequenceNumber ?? -1) == last[row.PartitionId]),
            Deadline,
            "everything stored");
        Assert.All(await _database.CheckpointsAsync(), row => Assert.Equal((1u, 0ul), (row.Epoch, row.LostEvents)), throwIfEmpty: true);
        await StoredReadings.VerifyAsync(_database, Published, mayRepeat: true);
        TestContext.Current.SendDiagnosticMessage("{0} readings published and stored", Published.Distinct.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _aggregator.DisposeAsync();
        await _producer.DisposeAsync();
        await _hub.DisposeAsync();
        await _database.DisposeAsync();
        await _server.DisposeAsync();
        _directory.Dispose();
    }

    private AggregatorProcess StartAggregator() => AggregatorProcess.Start(_hub.ConnectionString, _database.ConnectionString, _settings);

    private async Task PublishUntilAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            foreach (var sensor in Sensors)
                await PublishAsync(PublishedReadings.Series(sensor, PublishedReadings.Now.Date.AddDays(-20).AddSeconds(_turns * ReadingsPerTurn), ReadingsPerTurn));
            _turns++;
            await Task.Delay(TurnPause, CancellationToken.None);
        }
    }

    // The hub may take events and die before it says so: sending again makes duplicates, never a gap.
    private async Task PublishAsync(Reading[] readings)
    {
        while (true)
        {
            try
            {
                await Published.PublishAsync(readings[0].SensorId, readings.Chunk(10));
                return;
            }
            catch (EventHubException exception) when (exception.IsTransient)
            {
                await Task.Delay(TurnPause, Token);
            }
        }
    }
}
