using Azure.Messaging.EventHubs.Consumer;
using IotAspire.Aggregator.Ingest;
using IotAspire.EventHubs;
using IotAspire.EventHubs.Emulator;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.EventHubs;

namespace IotAspire.Tests.Aggregator;

/// <summary>Batches as a caller takes them, from a real receiver. The events can't be decoded; each makes one dead letter.</summary>
public sealed class EventInflowTests : IAsyncLifetime
{
    private const int ReadingsPerBatch = 5;
    private static readonly Checkpoint None = new(null, 0, null, null, null);
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private EventHubsEmulator _hub = null!;
    private EventHubProducer _producer = null!;
    private EventHubConsumer _consumer = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await EventHubsEmulator.StartAsync(new() { Hubs = [new(TestHub.Name, Partitions: 1, ConsumerGroups: ["aggregator"])] }, Cancellation);
        _producer = HubClients.Producer(_hub.ConnectionString(TestHub.Name));
        _consumer = HubClients.Consumer(_hub.ConnectionString(TestHub.Name));
    }

    public async ValueTask DisposeAsync()
    {
        await _producer.DisposeAsync();
        await _consumer.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task Without_events_there_is_no_batch()
    {
        await using var receiver = await OpenAsync();
        await using var inflow = Open(receiver);

        Assert.Null(await TakeAsync(inflow, maxWait: TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public async Task A_full_batch_neither_lingers_nor_grows_and_the_rest_comes_in_the_next()
    {
        await SendAsync(12);
        await using var receiver = await OpenAsync();
        await using var inflow = Open(receiver);

        Assert.Equal((0, 4), Ends(await TakeAsync(inflow, linger: Never)));
        Assert.Equal((5, 9), Ends(await TakeAsync(inflow, linger: Never)));
        Assert.Equal((10, 11), Ends(await TakeAsync(inflow)));
    }

    [Fact]
    public async Task A_batch_grows_while_the_caller_has_the_one_before()
    {
        await SendAsync(1);
        await using var receiver = await OpenAsync();
        await using var inflow = Open(receiver);
        await TakeAsync(inflow);

        await SendAsync(1);
        await SendAsync(4);

        Assert.Equal((1, 5), Ends(await TakeAsync(inflow, linger: Never)));
    }

    [Fact]
    public async Task A_batch_that_is_not_full_lingers()
    {
        await SendAsync(1);
        await using var receiver = await OpenAsync();
        await using var inflow = Open(receiver);

        var taking = TakeAsync(inflow, linger: Never);
        await SendAsync(3);
        Assert.False(taking.IsCompleted);
        await SendAsync(1);

        Assert.Equal((0, 4), Ends(await taking));
    }

    [Fact]
    public async Task The_checkpoints_own_event_is_left_out()
    {
        var sent = await EventsAsync(3);
        await using var receiver = await OpenAsync(EventPosition.FromSequenceNumber(1, isInclusive: true));
        await using var inflow = Open(receiver, None with { SequenceNumber = 1, EnqueuedAt = sent[1].EnqueuedTime.UtcDateTime });

        Assert.Equal((2, 2), Ends(await TakeAsync(inflow)));
        Assert.Null(inflow.Break);
    }

    [Fact]
    public async Task An_event_of_another_stream_is_not_taken_and_the_reason_is_told()
    {
        var sent = await EventsAsync(3);
        await using var receiver = await OpenAsync(EventPosition.FromSequenceNumber(1, isInclusive: true));
        await using var inflow = Open(receiver, None with { SequenceNumber = 1, EnqueuedAt = sent[1].EnqueuedTime.UtcDateTime.AddSeconds(-1) });

        Assert.Null(await TakeAsync(inflow));
        Assert.StartsWith("event 1 was enqueued at", inflow.Break, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_before_a_failure_is_taken_first()
    {
        await SendAsync(2);
        await using var receiver = await OpenAsync();
        await using var inflow = Open(receiver);
        // Lingering ends with the failure.
        var taking = TakeAsync(inflow, linger: Never);
        await SendAsync(2);
        await _hub.DeleteHubAsync(TestHub.Name);

        Assert.Equal(0, Ends(await taking)?.First);
        await Assert.ThrowsAsync<EventHubException>(async () =>
        {
            while (true)
                await TakeAsync(inflow, linger: Never);
        });
    }

    private static EventInflow Open(StreamReceiver receiver, Checkpoint? checkpoint = null) =>
        new(receiver, checkpoint ?? None, ReadingsPerBatch, TimeProvider.System, Cancellation);

    private static Task<PendingBatch?> TakeAsync(EventInflow inflow, TimeSpan? maxWait = null, TimeSpan linger = default) =>
        inflow.TakeAsync(maxWait ?? TestHub.Deadline, linger, Cancellation).WaitAsync(TestHub.Deadline, Cancellation);

    private static (long First, long Last)? Ends(PendingBatch? batch) => batch is { First: { } first, Last: { } last } ? (first.SequenceNumber, last.SequenceNumber) : null;

    private Task SendAsync(int count) => _producer.SendAsync("kitchen", TestHub.Events(Enumerable.Repeat("no reading", count)), Cancellation);

    private async Task<IReadOnlyList<Azure.Messaging.EventHubs.EventData>> EventsAsync(int count)
    {
        await SendAsync(count);
        await using var receiver = await OpenAsync();
        return await TestHub.ReceiveAsync(receiver, count);
    }

    private Task<StreamReceiver> OpenAsync(EventPosition? position = null) => _consumer.OpenReceiverAsync("0", position ?? EventPosition.Earliest, null, Cancellation);
}
