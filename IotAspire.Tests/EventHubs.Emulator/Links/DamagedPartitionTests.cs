using System.Net;
using IotAspire.EventHubs;
using IotAspire.EventHubs.Emulator;
using IotAspire.EventHubs.Emulator.Partitions;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EventHubs.Emulator.Links;

public sealed class DamagedPartitionTests
{
    private const int FileHeader = 24;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Recovery looks at the last segment; damage to an older one shows when someone reads it.
    [Fact]
    public async Task A_consumer_that_comes_to_a_damaged_record_is_told_so()
    {
        using var folder = new TemporaryFolder();
        var partition = folder.Combine(TestHub.Name, "0");
        Directory.CreateDirectory(partition);
        Damage(partition, Fill(partition));

        await using var hub = await EventHubsEmulator.StartAsync(
            new() { DataDirectory = folder.Path, Hubs = [new(TestHub.Name, 1)] }, Cancellation);
        await using var consumer = ClientUnderTest.Consumer(ClientUnderTest.Amqp, hub.ConnectionString(TestHub.Name), "$Default");
        await using var receiver = await consumer.OpenReceiverAsync("0", StartPosition.Earliest, null, Cancellation);
        Assert.Equal(0, Assert.Single(await receiver.ReceiveAsync(10, TestHub.Deadline, Cancellation)).SequenceNumber);

        var failure = await Assert.ThrowsAsync<EventHubException>(() => receiver.ReceiveAsync(1, TestHub.Deadline, Cancellation));
        Assert.Contains("can't be read at offset", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_for_it_over_HTTP_is_told_so_too()
    {
        using var folder = new TemporaryFolder();
        var partition = folder.Combine(TestHub.Name, "0");
        Directory.CreateDirectory(partition);
        Damage(partition, Fill(partition));
        await using var hub = await EventHubsEmulator.StartAsync(
            new() { DataDirectory = folder.Path, Hubs = [new(TestHub.Name, 1)] }, Cancellation);
        using var client = new HttpClient { Timeout = TestHub.Deadline };

        using var response = await client.GetAsync(
            new Uri($"http://localhost:{hub.HttpPort}/api/hubs/{TestHub.Name}/partitions/0/events?before=3"), Cancellation);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("can't be read at offset", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
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

        await using var producer = ClientUnderTest.Producer(ClientUnderTest.Amqp, hub.ConnectionString(TestHub.Name));
        foreach (var large in Enumerable.Range(0, 40).Select(_ => new string('x', 1_000_000)))
            await producer.SendAsync("kitchen", TestHub.Events(large), Cancellation);

        await using var consumer = ClientUnderTest.Consumer(ClientUnderTest.Amqp, hub.ConnectionString(TestHub.Name), "$Default");
        Assert.Equal(79, (await consumer.GetPartitionPropertiesAsync("0", Cancellation)).LastEnqueuedSequenceNumber);
    }

    // Two segments of events that are a body each; returns where the second event begins.
    private static long Fill(string directory)
    {
        using var log = new PartitionLog(new SegmentStore(directory), TimeProvider.System);
        var second = 0L;
        for (var i = 0; i < 40; i++)
        {
            using var batch = new EventBatch();
            batch.Bytes.Bytes([0x00, 0x53, 0x75, 0xb0, 0x00, 0x0f, 0x42, 0x40]);
            batch.Bytes.Append(1_000_000).Clear();
            batch.Add(0, 0, 0);
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
