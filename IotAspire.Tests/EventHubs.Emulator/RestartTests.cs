using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.Tests.EventHubs.Emulator.Raw;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EventHubs.Emulator;

public sealed class RestartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_and_time_of_creation_survive_a_restart()
    {
        using var directory = new TemporaryDirectory();
        DateTime createdAt;
        IReadOnlyList<EventData> before;
        await using (var hub = await TestHub.StartAsync(directory.Path))
        {
            before = await TestHub.RoundTripAsync(hub, "a", "b");
            createdAt = await CreatedAtAsync(hub.ConnectionString(TestHub.Name));
        }

        await using var again = await TestHub.StartAsync(directory.Path);
        var after = await TestHub.RoundTripAsync(again, "c");
        Assert.Equal(createdAt, await CreatedAtAsync(again.ConnectionString(TestHub.Name)));

        await using var consumer = HubClients.Consumer(again.ConnectionString(TestHub.Name));
        await using var receiver = await consumer.OpenReceiverAsync(
            await TestHub.PartitionWithEventsAsync(consumer), EventPosition.Earliest, null, Cancellation);
        var events = await TestHub.ReceiveAsync(receiver, 3);
        Assert.Equal(["a", "b", "c"], events.Select(TestHub.Text));
        Assert.Equal(before.Select(Position), events.Take(2).Select(Position));
        Assert.Equal("a", TestHub.Text(after[0]));
    }

    [Fact]
    public async Task A_start_that_changes_nothing_writes_no_description()
    {
        using var directory = new TemporaryDirectory();
        await using (await TestHub.StartAsync(directory.Path))
        {
        }

        var description = new FileInfo(Path.Combine(directory.Path, TestHub.Name, "hub.json")) { LastWriteTimeUtc = DateTime.UnixEpoch };
        await using (await TestHub.StartAsync(directory.Path))
        {
        }

        description.Refresh();
        Assert.Equal(DateTime.UnixEpoch, description.LastWriteTimeUtc);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_called_so()
    {
        using var directory = new TemporaryDirectory();
        // Where the lock would be stands something that can't be opened for writing, by any user.
        Directory.CreateDirectory(Path.Combine(directory.Path, ".lock"));

        var refused = await Assert.ThrowsAsync<IOException>(() => TestHub.StartAsync(directory.Path));

        Assert.Contains("can't be written", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forgotten_stream_begins_again_with_another_time_of_creation()
    {
        using var directory = new TemporaryDirectory();
        await using var hub = await TestHub.StartAsync(directory.Path);
        await TestHub.RoundTripAsync(hub, "a", "b");
        var createdAt = await CreatedAtAsync(hub.ConnectionString(TestHub.Name));

        await hub.ForgetStreamAsync(TestHub.Name, Cancellation);

        Assert.True(await CreatedAtAsync(hub.ConnectionString(TestHub.Name)) > createdAt);
        var events = await TestHub.RoundTripAsync(hub, "new");
        Assert.Equal((0, "new"), (events[0].SequenceNumber, TestHub.Text(events[0])));
    }

    [Fact]
    public async Task Events_taken_by_retention_are_skipped_by_a_reader_behind_them()
    {
        await using var hub = await TestHub.StartAsync();
        await TestHub.RoundTripAsync(hub, "a", "b", "c");
        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name));
        var partition = await TestHub.PartitionWithEventsAsync(consumer);

        await hub.TruncateBeforeAsync(TestHub.Name, partition, 2, Cancellation);

        await using var receiver = await consumer.OpenReceiverAsync(partition, EventPosition.FromSequenceNumber(0, isInclusive: true), null, Cancellation);
        Assert.Equal(2, Assert.Single(await TestHub.ReceiveAsync(receiver, 1)).SequenceNumber);
        Assert.Equal(2, (await consumer.GetPartitionPropertiesAsync(partition, Cancellation)).BeginningSequenceNumber);
    }

    [Fact]
    public async Task A_stop_during_sends_keeps_what_was_acknowledged()
    {
        using var directory = new TemporaryDirectory();
        var sent = new SentEvents();

        await sent.SendUntilStoppedAsync(directory.Path);

        var stored = await SentEvents.ReadAllAsync(directory.Path);
        Assert.Equal(stored.Count, stored.Distinct().Count());
        Assert.Empty(sent.Acknowledged.Except(stored));
        Assert.Empty(stored.Except(sent.Attempted));
    }

    [Fact]
    public async Task A_peer_is_told_that_the_server_stops()
    {
        var hub = await TestHub.StartAsync();
        await using var peer = await FramePeer.OpenAsync(hub.Port);

        var stopping = hub.DisposeAsync().AsTask();

        Assert.Contains("amqp:connection:forced", (await peer.ReadAsync(PerformativeCode.Close)).Texts, StringComparison.Ordinal);
        await stopping.WaitAsync(TestHub.Deadline, Cancellation);
    }

    [Fact]
    public async Task A_second_emulator_is_kept_out_of_the_data_directory()
    {
        using var directory = new TemporaryDirectory();
        await using var hub = await TestHub.StartAsync(directory.Path);

        var refused = await Assert.ThrowsAsync<IOException>(() => TestHub.StartAsync(directory.Path));

        Assert.Contains("in use by another emulator", refused.Message, StringComparison.Ordinal);
    }

    private static (long, string, DateTime) Position(EventData received) => (received.SequenceNumber, received.OffsetString, received.EnqueuedTime.UtcDateTime);

    private static async Task<DateTime> CreatedAtAsync(string connectionString)
    {
        await using var consumer = HubClients.Consumer(connectionString);
        return (await consumer.GetEventHubPropertiesAsync(Cancellation)).CreatedOn.UtcDateTime;
    }
}
