using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Azure.Messaging.EventHubs.Consumer;
using IotAspire.EventHubs.Emulator;
using IotAspire.EventHubs.Emulator.Partitions;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Logging;

namespace IotAspire.Tests.EventHubs.Emulator.Links;

public sealed class DamagedPartitionTests
{
    private const long RollSize = 32 * 1024 * 1024;
    private const int FileHeader = 24;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Recovery looks at the last segment; damage to an older one shows when someone reads it. Length and content of the second event.
    [Theory]
    [InlineData(0)]
    [InlineData(500_000)]
    public async Task A_consumer_passes_a_damaged_record_and_what_was_lost_is_logged(int place)
    {
        using var folder = new TemporaryFolder();
        using var logs = new LogLines();
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(logs));
        var partition = folder.Combine(TestHub.Name, "0");
        Directory.CreateDirectory(partition);
        Damage(partition, Fill(partition) + place);

        await using var hub = await EventHubsEmulator.StartAsync(
            new() { DataDirectory = folder.Path, Hubs = [new(TestHub.Name, 1)], LoggerFactory = logging }, Cancellation);
        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name), "$Default");
        await using var receiver = await consumer.OpenReceiverAsync("0", EventPosition.Earliest, null, Cancellation);
        var events = await TestHub.ReceiveAsync(receiver, 39);

        Assert.Equal(Enumerable.Range(0, 40).Where(number => number != 1).Select(number => (long)number), events.Select(received => received.SequenceNumber));
        Assert.Contains("lost events 1 to 1", Assert.Single(logs.Of(4104)), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(partition, "*.damaged"));
    }

    // To find the place, the damaged record must be passed.
    [Fact]
    public async Task A_consumer_begins_behind_a_damaged_record()
    {
        using var folder = new TemporaryFolder();
        var partition = folder.Combine(TestHub.Name, "0");
        Directory.CreateDirectory(partition);
        Damage(partition, Fill(partition) + 500_000);
        await using var hub = await EventHubsEmulator.StartAsync(
            new() { DataDirectory = folder.Path, Hubs = [new(TestHub.Name, 1)] }, Cancellation);
        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name), "$Default");

        await using var receiver = await consumer.OpenReceiverAsync("0", EventPosition.FromSequenceNumber(3, isInclusive: true), null, Cancellation);

        Assert.Equal(3, (await TestHub.ReceiveAsync(receiver, 1))[0].SequenceNumber);
    }

    [Fact]
    public async Task Over_HTTP_the_events_around_a_damaged_record_are_shown()
    {
        using var folder = new TemporaryFolder();
        var partition = folder.Combine(TestHub.Name, "0");
        Directory.CreateDirectory(partition);
        Damage(partition, Fill(partition));
        await using var hub = await EventHubsEmulator.StartAsync(
            new() { DataDirectory = folder.Path, Hubs = [new(TestHub.Name, 1)] }, Cancellation);
        using var client = new HttpClient { Timeout = TestHub.Deadline };

        var answer = await client.GetFromJsonAsync<JsonNode>(
            new Uri($"http://localhost:{hub.HttpPort}/api/hubs/{TestHub.Name}/partitions/0/events?before=4"), Cancellation);

        Assert.Equal([0L, 2, 3], answer!["events"]!.AsArray().Select(shown => (long)shown!["sequenceNumber"]!));
    }

    // The second of three partitions can't be opened: the first mustn't go on in a hub that isn't there.
    [Fact]
    public async Task A_hub_that_cannot_be_opened_holds_nothing_open()
    {
        Requirement.Met(OperatingSystem.IsLinux(), "The list of open files is Linux'.");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Combine(TestHub.Name));
        await File.WriteAllTextAsync(folder.Combine(TestHub.Name, "1"), "in the way", Cancellation);

        await Assert.ThrowsAnyAsync<IOException>(() => EventHubsEmulator.StartAsync(
            new() { DataDirectory = folder.Path, Hubs = [new(TestHub.Name, 3)] }, Cancellation));

        Assert.DoesNotContain(OpenFiles(), file => file.StartsWith(folder.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_stored_is_acknowledged_though_old_events_cannot_be_removed()
    {
        using var folder = new TemporaryFolder();
        var partition = folder.Combine(TestHub.Name, "0");
        Directory.CreateDirectory(partition);
        Fill(partition);
        await using var hub = await EventHubsEmulator.StartAsync(
            new() { DataDirectory = folder.Path, RetentionBytes = 1 << 20, Hubs = [new(TestHub.Name, 1)] }, Cancellation);
        // Where the partition would note its new beginning stands something that no file can replace.
        File.Delete(Path.Combine(partition, "begin"));
        Directory.CreateDirectory(Path.Combine(partition, "begin"));

        await using var producer = HubClients.Producer(hub.ConnectionString(TestHub.Name));
        foreach (var large in Enumerable.Range(0, 40).Select(_ => new string('x', 1_000_000)))
            await producer.SendAsync("kitchen", TestHub.Events(large), Cancellation);

        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name), "$Default");
        Assert.Equal(79, (await consumer.GetPartitionPropertiesAsync("0", Cancellation)).LastEnqueuedSequenceNumber);
    }

    private static IEnumerable<string> OpenFiles() =>
        Directory.GetFiles("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget).OfType<string>();

    // Two segments of events that are a body each; returns where the second event begins.
    private static long Fill(string directory)
    {
        using var log = new PartitionLog(new SegmentStore(directory), TimeProvider.System, RollSize);
        var second = 0L;
        for (var i = 0; i < 40; i++)
        {
            using var batch = new EventBatch();
            batch.Bytes.Bytes([0x00, 0x53, 0x75, 0xb0, 0x00, 0x0f, 0x42, 0x40]);
            batch.Bytes.Append(1_000_000).Clear();
            batch.Add(0, 0, 0, 0);
            log.Prepare(batch);
            log.Commit();
            second = i == 0 ? log.View.EndOffset : second;
        }

        return second;
    }

    private static void Damage(string directory, long offset)
    {
        using var file = File.OpenWrite(Directory.GetFiles(directory, "*.segment").Order(StringComparer.Ordinal).First());
        file.Position = FileHeader + offset;
        file.Write([0xff, 0xff, 0xff, 0x7f]);
    }
}
