using Azure.Messaging.EventHubs.Consumer;
using IotAspire.EventHubs;
using IotAspire.EventHubs.Emulator;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EventHubs.Emulator.Hubs;

public sealed class HubsWhileRunningTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hub_and_a_group_added_while_it_runs_work_at_once_and_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        await using (var hub = await StartAsync(folder.Path))
        {
            hub.AddHub(new("late", 40, ["first"]));
            hub.AddConsumerGroup("LATE", "second");
            await SendAsync(hub, "late");
            Assert.Equal(1, await CountAsync(hub, "late", "second"));
        }

        await using var again = await StartAsync(folder.Path);
        var late = Assert.Single(again.Hubs);
        Assert.Equal(("late", 40), (late.Name, late.Partitions));
        Assert.Equal(["first", "second"], late.ConsumerGroups);
        Assert.Equal(1, await CountAsync(again, "late", "second"));
    }

    [Fact]
    public async Task Far_more_hubs_partitions_and_groups_than_Microsofts_emulator_allows()
    {
        await using var hub = await EventHubsEmulator.StartAsync(
            new()
            {
                Port = 0,
                HttpPort = 0,
                Hubs = [.. Enumerable.Range(0, 50).Select(number => new EventHubOptions($"hub{number}", 100, [.. Enumerable.Range(0, 40).Select(group => $"group{group}")]))],
            },
            Cancellation);

        await SendAsync(hub, "hub49");

        Assert.Equal(1, await CountAsync(hub, "hub49", "group39"));
    }

    [Fact]
    public async Task A_hub_made_again_while_its_namesake_is_being_deleted_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        await using (var hub = await StartAsync(folder.Path))
        {
            hub.AddHub(new("again", 200));
            for (var round = 0; round < 5; round++)
            {
                var deleting = hub.DeleteHubAsync("again");
                await Eventually.TrueAsync(() => TryAdd(hub), TestHub.Deadline, "the name is free");
                await deleting;
            }

            await SendAsync(hub, "again");
        }

        await using var restarted = await StartAsync(folder.Path);
        Assert.Equal(1, await CountAsync(restarted, "again", "$Default"));

        static bool TryAdd(EventHubsEmulator hub)
        {
            try
            {
                hub.AddHub(new("again", 200));
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task A_stream_that_is_forgotten_only_in_part_is_another_one()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await StartAsync(folder.Path);
        hub.AddHub(new("torn", 2));
        await SendAsync(hub, "torn");
        await using var consumer = HubClients.Consumer(hub.ConnectionString("torn"), "$Default");
        var before = (await consumer.GetEventHubPropertiesAsync(Cancellation)).CreatedOn;
        // Where the second partition would note that it begins anew stands something that no file can replace.
        Directory.CreateDirectory(folder.Combine("torn", "1", "begin"));

        await Assert.ThrowsAnyAsync<Exception>(() => hub.ForgetStreamAsync("torn", Cancellation));

        Assert.NotEqual(before, (await consumer.GetEventHubPropertiesAsync(Cancellation)).CreatedOn);
    }

    [Fact]
    public async Task A_deleted_hub_ends_its_links_and_does_not_come_back()
    {
        using var folder = new TemporaryFolder();
        await using (var hub = await StartAsync(folder.Path))
        {
            hub.AddHub(new("gone", 1));
            await SendAsync(hub, "gone");
            await using var consumer = HubClients.Consumer(hub.ConnectionString("gone"), "$Default");
            await using var receiver = await consumer.OpenReceiverAsync("0", EventPosition.Latest, null, Cancellation);

            await hub.DeleteHubAsync("gone");

            var ended = await Assert.ThrowsAsync<EventHubException>(() => receiver.ReceiveAsync(1, TestHub.Deadline, Cancellation));
            Assert.Equal(EventHubFailureReason.ResourceNotFound, ended.Reason);
            Assert.Equal(EventHubFailureReason.ResourceNotFound, (await Assert.ThrowsAsync<EventHubException>(() => SendAsync(hub, "gone"))).Reason);
        }

        await using var again = await StartAsync(folder.Path);
        Assert.Empty(again.Hubs);
        Assert.Empty(Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public async Task The_longest_name_works_with_a_data_folder_too()
    {
        using var folder = new TemporaryFolder();
        string[] names = [new('b', 256), new string('b', 255) + "c", new('d', 200)];
        await using (var hub = await StartAsync(folder.Path))
        {
            foreach (var name in names)
            {
                hub.AddHub(new(name, 1));
                await SendAsync(hub, name);
            }
        }

        await using var restarted = await StartAsync(folder.Path);
        Assert.Equal(names.Order(StringComparer.Ordinal), restarted.Hubs.Select(hub => hub.Name).Order(StringComparer.Ordinal));
        foreach (var name in names)
            Assert.Equal(1, await CountAsync(restarted, name, "$Default"));
    }

    [Fact]
    public async Task Wrong_calls_say_what_is_there_and_what_is_allowed()
    {
        await using var hub = await StartAsync(null);
        hub.AddHub(new("here", 2));

        Assert.Throws<InvalidOperationException>(() => hub.AddHub(new("HERE")));
        var wrong = Assert.Throws<ArgumentException>(() => hub.AddHub(new("a/b", 0, ["c d"])));
        foreach (var part in new[] { "'a/b'", "1 to 1024", "'c d'" })
            Assert.Contains(part, wrong.Message, StringComparison.Ordinal);
        Assert.Contains("here", Assert.Throws<ArgumentException>(() => hub.AddConsumerGroup("there", "g")).Message, StringComparison.Ordinal);
        Assert.Contains("0 to 1", Assert.Throws<ArgumentException>(() => hub.Redeliver("here", "7", 0, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_that_are_not_allowed_are_all_listed()
    {
        var wrong = await Assert.ThrowsAsync<ArgumentException>(() => EventHubsEmulator.StartAsync(
            new() { Port = -1, HttpPort = 70000, Key = "a;b", MaximumMessageSize = 0, RetentionTime = TimeSpan.Zero, Hubs = [new("a b")] }, Cancellation));

        foreach (var name in new[] { "Port: -1", "HttpPort: 70000", "Key:", "MaximumMessageSize:", "RetentionTime:", "Hub: 'a b'" })
            Assert.Contains(name, wrong.Message, StringComparison.Ordinal);
    }

    private static Task<EventHubsEmulator> StartAsync(string? directory) =>
        EventHubsEmulator.StartAsync(new() { Port = 0, HttpPort = 0, DataDirectory = directory }, Cancellation);

    private static async Task SendAsync(EventHubsEmulator hub, string name)
    {
        await using var producer = HubClients.Producer(hub.ConnectionString(name));
        await producer.SendAsync("kitchen", TestHub.Events("event"), Cancellation);
    }

    private static async Task<int> CountAsync(EventHubsEmulator hub, string name, string group)
    {
        await using var consumer = HubClients.Consumer(hub.ConnectionString(name), group);
        await using var receiver = await consumer.OpenReceiverAsync(
            await TestHub.PartitionWithEventsAsync(consumer), EventPosition.Earliest, null, Cancellation);
        return (await TestHub.ReceiveAsync(receiver, 1)).Count;
    }
}
