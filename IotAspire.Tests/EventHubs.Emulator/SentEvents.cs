using System.Collections.Concurrent;
using Azure.Messaging.EventHubs.Consumer;
using IotAspire.EventHubs;
using IotAspire.Tests.EventHubs.Emulator.Hosting;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EventHubs.Emulator;

/// <summary>Events with texts of their own, sent to an emulator that is killed meanwhile: which were tried, and which acknowledged.</summary>
internal sealed class SentEvents
{
    public const int FewestPerRound = 100;

    private const int MaxPerRound = 600;
    private const int Senders = 8;

    // Without retries: a text is sent once, so twice in the hub is the hub's doing.
    private static readonly EventHubRetryOptions Once = new() { MaximumRetries = 0 };

    public ConcurrentQueue<string> Attempted { get; } = new();

    public ConcurrentQueue<string> Acknowledged { get; } = new();

    /// <summary>Starts the emulator on the directory, sends with several clients, and kills it in the middle, at a random moment.</summary>
    public async Task SendUntilKilledAsync(string directory, int round)
    {
        await using var emulator = await EmulatorProcess.StartAsync(directory);
        var sending = Enumerable.Range(0, Senders).Select(sender => SendAsync(emulator.ConnectionString, $"{round}-{sender}")).ToList();
        var enough = Acknowledged.Count + Random.Shared.Next(FewestPerRound, MaxPerRound);
        await Eventually.TrueAsync(() => Acknowledged.Count >= enough, TestHub.Deadline, $"round {round}: {enough} acknowledged");
        await emulator.KillAsync();
        await Task.WhenAll(sending);
    }

    /// <summary>The same, but it is told to stop; it must end by itself and well.</summary>
    public async Task SendUntilStoppedAsync(string directory)
    {
        await using var emulator = await EmulatorProcess.StartAsync(directory);
        var sending = Enumerable.Range(0, Senders).Select(sender => SendAsync(emulator.ConnectionString, $"{sender}")).ToList();
        await Eventually.TrueAsync(() => Acknowledged.Count >= FewestPerRound, TestHub.Deadline, $"{FewestPerRound} acknowledged");
        await emulator.SignalAsync("TERM");
        Assert.Equal(0, await emulator.WaitForExitAsync());
        await Task.WhenAll(sending);
    }

    /// <summary>Every event in the directory.</summary>
    public static async Task<IReadOnlyList<string>> ReadAllAsync(string directory)
    {
        await using var emulator = await EmulatorProcess.StartAsync(directory);
        await using var consumer = HubClients.Consumer(emulator.ConnectionString);
        var texts = new List<string>();
        var hub = await consumer.GetEventHubPropertiesAsync(TestContext.Current.CancellationToken);
        foreach (var partition in hub.PartitionIds)
        {
            var last = await consumer.GetPartitionPropertiesAsync(partition, TestContext.Current.CancellationToken);
            await using var receiver = await consumer.OpenReceiverAsync(partition, EventPosition.Earliest, null, TestContext.Current.CancellationToken);
            texts.AddRange((await TestHub.ReceiveAsync(receiver, (int)last.LastEnqueuedSequenceNumber + 1)).Select(TestHub.Text));
        }

        return texts;
    }

    // Batches of one and of many, to all partitions.
    private async Task SendAsync(string connectionString, string prefix)
    {
        await using var producer = HubClients.Producer(connectionString, Once);
        try
        {
            for (var number = 0; ; number++)
            {
                var texts = Enumerable.Range(0, 1 + (number % 5)).Select(index => $"{prefix}-{number}-{index}").ToList();
                texts.ForEach(Attempted.Enqueue);
                await producer.SendAsync($"key {number}", TestHub.Events(texts), TestContext.Current.CancellationToken);
                texts.ForEach(Acknowledged.Enqueue);
            }
        }
        catch (EventHubException failure)
        {
            Assert.True(failure.IsTransient, failure.Message);
        }
    }
}
