using CsCheck;
using IotAspire.EventHubs.Emulator;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Logging;

namespace IotAspire.Tests.EventHubs.Emulator.Raw;

/// <summary>
/// Peers that take all they can get: the server stays up, others are unhurt, memory is bounded. That is the memory of the whole
/// process, so no other test may run at the same time.
/// </summary>
[Collection(RunsAlone.Name)]
public sealed class HostilePeerTests
{
    private const long Mebibyte = 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Damaged_conversations_end_their_own_connection_at_most()
    {
        using var logs = new LogLines();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        await using var hub = await StartAsync(factory);
        await using var good = HubClients.Producer(hub.ConnectionString(TestHub.Name));
        var damaged = Damage.Of([Valid.Conversation.SelectMany(frame => frame).ToArray()]).Array[200].Single();

        foreach (var bytes in damaged)
        {
            await using var peer = await FramePeer.ConnectAsync(hub.Port);
            await peer.SendAllAndEndAsync([.. FramePeer.AmqpHeader, .. bytes]);
        }

        await good.SendAsync("kitchen", TestHub.Events("after"), Cancellation);
        await Eventually.TrueAsync(() => hub.ConnectionCount == 1, TestHub.Deadline, "only the good client is left");
        Assert.DoesNotContain(logs.Warnings, line => !line.Contains("aren't AMQP", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_thousand_connections_at_once_are_served_and_let_go()
    {
        await using var hub = await StartAsync();
        await using var good = HubClients.Producer(hub.ConnectionString(TestHub.Name));
        await good.SendAsync("kitchen", TestHub.Events("before"), Cancellation);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var peers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => FramePeer.OpenAsync(hub.Port)));
        await good.SendAsync("kitchen", TestHub.Events("meanwhile"), Cancellation);
        Assert.Equal(1001, hub.ConnectionCount);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 100 * Mebibyte);

        foreach (var peer in peers)
            await peer.DisposeAsync();
        await Eventually.TrueAsync(() => hub.ConnectionCount == 1, TestHub.Deadline, "the thousand are gone");
    }

    [Fact]
    public async Task Half_a_frame_and_then_silence_costs_little_and_hurts_nobody()
    {
        await using var hub = await StartAsync();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        byte[] half = [.. FramePeer.AmqpHeader, 0, 0, 0xff, 0xff, 2, 0, 0, 0, .. new byte[1000]];

        var peers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => FramePeer.ConnectAsync(hub.Port)));
        foreach (var peer in peers)
            await peer.WriteAsync(half);
        await TestHub.RoundTripAsync(hub, "unhurt");

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 30 * Mebibyte);
        foreach (var peer in peers)
            await peer.DisposeAsync();
        await Eventually.TrueAsync(() => hub.ConnectionCount == 0, TestHub.Deadline, "the peers are gone");
    }

    [Fact]
    public async Task A_reader_that_never_reads_costs_little_and_hurts_nobody()
    {
        using var directory = new TemporaryDirectory();
        await using var hub = await TestHub.StartAsync(directory.Path);
        var texts = Enumerable.Range(0, 400).Select(number => $"{number}" + new string('x', 100_000)).ToArray();
        await using (var producer = HubClients.Producer(hub.ConnectionString(TestHub.Name)))
            await producer.SendAsync("kitchen", TestHub.Events(texts), Cancellation);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await using var slow = await FramePeer.OpenAsync(hub.Port);
        await (await RawSession.BeginAsync(slow, 0)).PutTokenAsync($"amqp://localhost/{TestHub.Name}");
        var session = await RawSession.BeginAsync(slow, 1);
        await session.AttachReceiverAsync(RawSession.Receiver(0, $"{TestHub.Name}/ConsumerGroups/$Default/Partitions/3"), uint.MaxValue);
        await TestHub.RoundTripAsync(hub, "a", "b");

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20 * Mebibyte);
    }

    [Fact]
    public async Task Requests_whose_answers_nobody_reads_are_not_taken_without_end()
    {
        await using var hub = await StartAsync();
        await using var flood = await FramePeer.OpenAsync(hub.Port);
        var session = await RawSession.BeginAsync(flood, 0);
        await session.AttachReceiverAsync(RawSession.Receiver(1, "$management", "reply"), 0);
        await session.AttachSenderAsync(0, "$management");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var request = RawMessage.Request("q", "reply", null, ("operation", "READ"), ("type", "com.microsoft:eventhub"), ("name", TestHub.Name),
            ("security_token", RawSession.Token($"amqp://localhost/{TestHub.Name}")));

        var detached = await session.FloodAsync(0, 50_000, request);

        Assert.Contains("Too many replies", detached?.Texts, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 20 * Mebibyte);
        await TestHub.RoundTripAsync(hub, "unhurt");
    }

    [Fact]
    public async Task A_request_whose_id_is_endless_is_refused()
    {
        await using var hub = await StartAsync();
        await using var peer = await FramePeer.OpenAsync(hub.Port);
        var session = await RawSession.BeginAsync(peer, 0);
        await session.AttachSenderAsync(0, "$cbs");
        await session.AttachReceiverAsync(RawSession.Receiver(1, "$cbs", "reply"), 10);

        await session.TransferAsync(0, 0, RawMessage.Request(new string('i', 257), "reply", null, ("operation", "put-token")));

        Assert.Contains("message-id", (await peer.ReadAsync(PerformativeCode.Disposition)).Texts, StringComparison.Ordinal);
    }

    // Each with its own link for replies, over and over: what a link that ended held back is room again.
    [Fact]
    public async Task Replies_that_nobody_took_are_let_go_with_their_link()
    {
        const int Rounds = 5;
        const int Requests = 80;
        await using var hub = await StartAsync();
        await using var peer = await FramePeer.OpenAsync(hub.Port);
        var request = RawMessage.Request("q", "reply", null, ("operation", new string('o', 10_000)));

        RawSession? last = null;
        for (ushort channel = 0; channel <= Rounds; channel++)
        {
            var session = last = await RawSession.BeginAsync(peer, channel);
            await session.AttachReceiverAsync(RawSession.Receiver(1, "$management", "reply"), 0);
            await session.AttachSenderAsync(0, "$management");
            Assert.Null(await session.FloodAsync(0, Requests, request));
            if (channel == Rounds)
                break;
            await peer.SendAsync(new End(null), channel);
            await peer.ReadAsync(PerformativeCode.End);
        }

        await last!.GrantAsync(1, Requests);
        for (var i = 0; i < Requests; i++)
            await peer.ReadAsync(PerformativeCode.Transfer);
    }

    // Each echo is an answer that the peer doesn't read.
    [Fact]
    public async Task Questions_whose_answers_nobody_reads_do_not_fill_the_memory()
    {
        await using var hub = await StartAsync();
        await using var peer = await FramePeer.OpenAsync(hub.Port);
        await RawSession.BeginAsync(peer, 0);
        var questions = Enumerable.Repeat(RawFrame.Encode(new Flow(0, 5000, 0, 5000) { Echo = true }, 0), 1000).SelectMany(frame => frame).ToArray();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var sent = 0;
        while (sent < 5000 && await peer.TryWriteAsync(questions, TimeSpan.FromSeconds(2)))
            sent++;

        Assert.InRange(sent, 1, 4999);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 60 * Mebibyte);
        await TestHub.RoundTripAsync(hub, "unhurt");
    }

    [Fact]
    public async Task Beginnings_of_messages_are_kept_only_up_to_a_limit()
    {
        await using var hub = await StartAsync();
        await using var peer = await FramePeer.OpenAsync(hub.Port);
        await (await RawSession.BeginAsync(peer, 0)).PutTokenAsync($"amqp://localhost/{TestHub.Name}");
        var session = await RawSession.BeginAsync(peer, 1);
        const uint Links = 100;
        for (uint handle = 0; handle < Links; handle++)
            await session.AttachSenderAsync(handle, TestHub.Name);
        var part = new byte[60_000];

        for (uint handle = 0; handle < Links; handle++)
        {
            for (var parts = 0; parts < 15; parts++)
                await peer.SendAsync(new Transfer(handle, handle) { MessageFormat = 0, More = true }, 1, part);
        }

        await peer.SendAsync(new Transfer(Links - 1, Links - 1), 1, part);
        var outcome = await peer.ReadAsync(PerformativeCode.Disposition);
        Assert.Contains("half-sent", outcome.Texts, StringComparison.Ordinal);
        await TestHub.RoundTripAsync(hub, "unhurt");
    }

    [Fact]
    public async Task A_connection_has_only_so_many_links()
    {
        await using var hub = await StartAsync();
        await using var peer = await FramePeer.OpenAsync(hub.Port);
        var refusal = peer.ReadAsync(PerformativeCode.Detach);
        for (ushort channel = 0; channel < 64; channel++)
        {
            await peer.SendAsync(new Begin(null, 0, 5000, 5000), channel);
            for (uint handle = 0; handle < 256; handle++)
                await peer.SendAsync(RawSession.Receiver(handle, "$management", "reply"), channel);
        }

        Assert.Contains("too many links", (await refusal).Texts, StringComparison.Ordinal);
        await TestHub.RoundTripAsync(hub, "unhurt");
    }

    private static Task<EventHubsEmulator> StartAsync(ILoggerFactory? logging = null)
    {
        var options = new EventHubsEmulatorOptions { Port = 0, HttpPort = 0, Hubs = [new(TestHub.Name, Partitions: 4, ConsumerGroups: ["aggregator"])] };
        options.LoggerFactory = logging ?? options.LoggerFactory;
        return EventHubsEmulator.StartAsync(options, Cancellation);
    }
}
