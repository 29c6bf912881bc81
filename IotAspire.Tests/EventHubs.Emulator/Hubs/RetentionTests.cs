using Azure.Messaging.EventHubs;
using IotAspire.EventHubs.Emulator;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.EventHubs.Emulator.Hubs;

public sealed class RetentionTests
{
    private static readonly TimeSpan Retention = TimeSpan.FromMinutes(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_go_when_their_time_is_over_and_younger_ones_stay()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var hub = await StartAsync(null, clock);
        await SendAsync(hub, "old", "old too");
        clock.Advance(TimeSpan.FromMinutes(6));
        await SendAsync(hub, "young");

        clock.Advance(TimeSpan.FromMinutes(5));

        var partition = await StateAsync(hub, partition => partition.BeginningSequenceNumber == 2);
        Assert.Equal((2, false), (partition.LastEnqueuedSequenceNumber, partition.IsEmpty));
    }

    [Fact]
    public async Task What_retention_took_leaves_the_disk_and_numbers_go_on_after_a_restart()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var folder = new TemporaryFolder();
        PartitionProperties before;
        await using (var hub = await StartAsync(folder.Path, clock))
        {
            await SendAsync(hub, "gone", "gone too");
            Assert.Equal(1, Directory.EnumerateFiles(folder.Path, "*.segment", SearchOption.AllDirectories).Count(HoldsEvents));
            clock.Advance(Retention + TimeSpan.FromMinutes(1));
            before = await StateAsync(hub, partition => partition.IsEmpty);
            Assert.DoesNotContain(Directory.EnumerateFiles(folder.Path, "*.segment", SearchOption.AllDirectories), HoldsEvents);
        }

        await using var again = await StartAsync(folder.Path, clock);
        var after = await StateAsync(again, partition => partition.IsEmpty);
        Assert.Equal((2, 1), (after.BeginningSequenceNumber, after.LastEnqueuedSequenceNumber));
        Assert.Equal((before.LastEnqueuedOffsetString, before.LastEnqueuedTime), (after.LastEnqueuedOffsetString, after.LastEnqueuedTime));
        await SendAsync(again, "new");
        Assert.Equal(2, (await StateAsync(again, partition => !partition.IsEmpty)).LastEnqueuedSequenceNumber);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1024 * 1024)]
    public async Task A_limit_below_the_size_of_a_segment_holds(long retentionBytes)
    {
        await using var hub = await EventHubsEmulator.StartAsync(new() { Hubs = [new(TestHub.Name, 1)], RetentionBytes = retentionBytes }, Cancellation);
        for (var i = 0; i < 40; i++)
            await SendAsync(hub, new string('x', 100_000));

        var partition = await StateAsync(hub, _ => true);
        // Beyond the limit a segment, which one event may overfill.
        var atMost = (retentionBytes + (retentionBytes / 4) + (2 * 100_000)) / 100_000;
        Assert.InRange(partition.LastEnqueuedSequenceNumber - partition.BeginningSequenceNumber + 1, 1, atMost);
    }

    // The header alone takes 24 bytes.
    private static bool HoldsEvents(string file) => new FileInfo(file).Length > 24;

    private static Task<EventHubsEmulator> StartAsync(string? directory, TimeProvider clock) => EventHubsEmulator.StartAsync(
        new()
        {
            Port = 0,
            HttpPort = 0,
            DataDirectory = directory,
            Hubs = [new(TestHub.Name, 1)],
            RetentionTime = Retention,
            TimeProvider = clock,
        },
        Cancellation);

    private static async Task SendAsync(EventHubsEmulator hub, params string[] texts)
    {
        await using var producer = HubClients.Producer(hub.ConnectionString(TestHub.Name));
        await producer.SendAsync("kitchen", TestHub.Events(texts), Cancellation);
    }

    private static async Task<PartitionProperties> StateAsync(EventHubsEmulator hub, Func<PartitionProperties, bool> expected)
    {
        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name), "$Default");
        return await Eventually.Async(
            () => consumer.GetPartitionPropertiesAsync("0", Cancellation), expected, TestHub.Deadline, "retention");
    }
}
