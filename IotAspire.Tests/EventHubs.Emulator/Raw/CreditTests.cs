using IotAspire.EventHubs.Emulator;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.EventHubs.Emulator.Raw;

/// <summary>What a peer may send and what it gets: no more than credit and the session's window allow, and all of that.</summary>
public sealed class CreditTests
{
    private const uint Credit = 1000;
    private const uint Window = 5000;
    private const int MoreField = 5;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sender_within_its_credit_goes_on_without_end()
    {
        await using var hub = await TestHub.StartAsync();
        await using var peer = await OpenAsync(hub);
        var session = await RawSession.BeginAsync(peer, 1);
        await session.AttachSenderAsync(0, TestHub.Name);

        Assert.Null(await session.FloodAsync(0, 3 * (int)Window, RawMessage.Event("x")));
    }

    [Fact]
    public async Task A_sender_beyond_its_credit_is_detached_and_what_it_sent_before_is_stored()
    {
        await using var hub = await TestHub.StartAsync();
        await using var peer = await OpenAsync(hub);
        var session = await RawSession.BeginAsync(peer, 1);
        await session.AttachSenderAsync(0, $"{TestHub.Name}/Partitions/0");
        // What isn't acknowledged gives no new credit.
        using var late = hub.Inject(Fault.Delay(TimeSpan.FromMinutes(5)) with { Operation = FaultOperation.Send });

        for (uint id = 0; id < 2 * Credit; id++)
            await session.TransferAsync(0, id, RawMessage.Event("x"), settled: true);

        Assert.Contains("amqp:link:transfer-limit-exceeded", (await peer.ReadAsync(PerformativeCode.Detach)).Texts, StringComparison.Ordinal);
        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name));
        await Eventually.Async(
            async () => (await consumer.GetPartitionPropertiesAsync("0", Cancellation)).LastEnqueuedSequenceNumber,
            last => last == Credit - 1,
            TestHub.Deadline,
            "as many are stored as there was credit for");
    }

    // The server can't tell of more room while the peer reads nothing; so what it has told of is all there is.
    [Fact]
    public async Task A_sender_beyond_its_sessions_window_loses_the_session()
    {
        using var directory = new TemporaryDirectory();
        await using var hub = await TestHub.StartAsync(directory.Path);
        await FillAsync(hub, 400);
        await using var peer = await OpenAsync(hub);
        var session = await RawSession.BeginAsync(peer, 1);
        await session.AttachSenderAsync(1, TestHub.Name);
        await session.AttachReceiverAsync(RawSession.Receiver(0, await FilledPartitionAsync(hub)), uint.MaxValue);

        await UntilNothingMovesAsync(hub);

        // One delivery of one byte a frame.
        var frame = RawFrame.Encode(new Transfer(1, 0) { MessageFormat = 0, More = true }, 1, [0]);
        await peer.WriteAsync(Enumerable.Repeat(frame, 2 * (int)Window).SelectMany(bytes => bytes).ToArray());
        await Eventually.Async(() => ConsumersAsync(hub), consumers => consumers == "[]", TestHub.Deadline, "the session's links are gone");

        Assert.Contains("amqp:session:window-violation", (await peer.ReadAsync(PerformativeCode.End)).Texts, StringComparison.Ordinal);
        await TestHub.RoundTripAsync(hub, "unhurt");
    }

    [Fact]
    public async Task An_event_of_more_frames_than_the_peers_window_comes_window_by_window()
    {
        await using var hub = await TestHub.StartAsync();
        await FillAsync(hub, 3);
        await using var peer = await OpenAsync(hub);
        const uint SmallWindow = 1;
        var session = await RawSession.BeginAsync(peer, 1, SmallWindow);
        await session.AttachReceiverAsync(RawSession.Receiver(0, await FilledPartitionAsync(hub)), 10);

        var (frames, bodies) = (0u, new List<int>());
        for (var message = new List<byte>(); bodies.Count < 3;)
        {
            var frame = await peer.ReadAsync(PerformativeCode.Transfer);
            frames++;
            Assert.Equal((uint)bodies.Count, frame.Fields[1]);
            message.AddRange(frame.Payload);
            if (frame.Fields[MoreField] is not true)
            {
                bodies.Add(((ReadOnlyMemory<byte>)RawMessage.Decode([.. message])[MessageSection.Data]!).Length);
                message.Clear();
            }

            await peer.SendAsync(new Flow(frames, SmallWindow, 0, Window), 1);
        }

        Assert.Equal(6u, frames);
        Assert.All(bodies, length => Assert.Equal(100_001, length), throwIfEmpty: true);
    }

    [Fact]
    public async Task Links_of_a_session_share_its_delivery_ids()
    {
        await using var hub = await TestHub.StartAsync();
        await FillAsync(hub, 2);
        await using var peer = await OpenAsync(hub);
        var session = await RawSession.BeginAsync(peer, 1);
        var partition = await FilledPartitionAsync(hub);
        await session.AttachReceiverAsync(RawSession.Receiver(0, partition), 0);
        await session.AttachReceiverAsync(RawSession.Receiver(1, partition) with { Name = "another" }, 0);
        await session.GrantAsync(0, 1);
        await session.GrantAsync(1, 1);

        var ids = new HashSet<object?>();
        for (var i = 0; i < 2; i++)
            ids.Add((await peer.ReadWholeAsync()).Fields[1]);

        Assert.Equal(2, ids.Count);
    }

    // Nothing comes from it any more that could say that it is alive.
    [Fact]
    public async Task A_peer_that_has_said_its_last_and_reads_nothing_is_given_up()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var hub = await EventHubsEmulator.StartAsync(new() { Hubs = [new(TestHub.Name)], TimeProvider = clock }, Cancellation);
        await FillAsync(hub, 400);
        var partition = await FilledPartitionAsync(hub);
        await Eventually.TrueAsync(() => hub.ConnectionCount == 0, TestHub.Deadline, "the others are gone");
        await using var peer = await OpenAsync(hub);
        var session = await RawSession.BeginAsync(peer, 1);
        await session.AttachReceiverAsync(RawSession.Receiver(0, partition), uint.MaxValue);
        await peer.ReadAsync(PerformativeCode.Transfer);

        peer.EndSending();

        await Eventually.TrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return hub.ConnectionCount == 0;
            },
            TestHub.Deadline,
            "the peer is given up");
    }

    [Fact]
    public async Task A_peer_that_never_ends_a_message_is_given_up_though_it_shows_signs_of_life()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var hub = await EventHubsEmulator.StartAsync(new() { Hubs = [new(TestHub.Name)], TimeProvider = clock }, Cancellation);
        await using var peer = await OpenAsync(hub);
        var session = await RawSession.BeginAsync(peer, 1);
        await session.AttachSenderAsync(0, TestHub.Name);
        await peer.SendAsync(new Transfer(0, 0) { MessageFormat = 0, More = true }, 1, [0]);

        await Eventually.Async(
            async () =>
            {
                clock.Advance(TimeSpan.FromSeconds(5));
                await peer.TrySendAsync(new Flow(0, Window, 0, Window));
                return hub.ConnectionCount;
            },
            count => count == 0,
            TestHub.Deadline,
            "the peer is given up");
    }

    private static async Task<FramePeer> OpenAsync(EventHubsEmulator hub)
    {
        var peer = await FramePeer.OpenAsync(hub.Port);
        await (await RawSession.BeginAsync(peer, 0)).PutTokenAsync($"amqp://localhost/{TestHub.Name}");
        return peer;
    }

    private static async Task FillAsync(EventHubsEmulator hub, int events)
    {
        var body = new string('x', 100_000);
        await using var producer = HubClients.Producer(hub.ConnectionString(TestHub.Name));
        await producer.SendAsync("kitchen", TestHub.Events(Enumerable.Range(0, events).Select(number => $"{number % 10}{body}")), Cancellation);
    }

    // The reader's lag stays as it is: what was sent fills all buffers on the way.
    private static async Task UntilNothingMovesAsync(EventHubsEmulator hub)
    {
        const int TimesTheSame = 10;
        var (seen, times) = ("", 0);
        await Eventually.Async(
            async () =>
            {
                var now = await ConsumersAsync(hub);
                (seen, times) = (now, now == seen ? times + 1 : 0);
                return times;
            },
            count => count == TimesTheSame,
            TestHub.Deadline,
            "the reader stands still");
    }

    private static async Task<string> ConsumersAsync(EventHubsEmulator hub)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri($"http://localhost:{hub.HttpPort}/api/consumers"), Cancellation);
    }

    private static async Task<string> FilledPartitionAsync(EventHubsEmulator hub)
    {
        await using var consumer = HubClients.Consumer(hub.ConnectionString(TestHub.Name));
        return $"{TestHub.Name}/ConsumerGroups/$Default/Partitions/{await TestHub.PartitionWithEventsAsync(consumer)}";
    }
}
