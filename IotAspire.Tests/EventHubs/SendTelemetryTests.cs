using System.Diagnostics;
using IotAspire.EventHubs;
using IotAspire.EventHubs.Amqp;
using IotAspire.EventHubs.Emulator;
using IotAspire.ServiceDefaults;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Hosting;

namespace IotAspire.Tests.EventHubs;

/// <summary>A send tells the same, whichever the client.</summary>
public sealed class SendTelemetryTests : IAsyncLifetime
{
    private const string Sent = "messaging.client.sent.messages";
    private const string Duration = "messaging.client.operation.duration";

    // Another one's sends in this process go to another hub.
    private readonly string _hubName = $"hub-{Guid.NewGuid():N}";
    private readonly ActivitySource _source = new("IotAspire.Tests.Send");
    private readonly RecordedTelemetry _telemetry = new();
    private readonly RecordedMeasurements _measurements = new(ClientUnderTest.Meters, "IotAspire.EventHubs");
    private EventHubsEmulator _hub = null!;
    private IHost _host = null!;

    public static TheoryData<string> Clients => ClientUnderTest.All;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddTelemetry();
        _telemetry.AddTo(builder.Services);
        _host = builder.Build();
        await _host.StartAsync(Token);
        _hub = await EventHubsEmulator.StartAsync(new() { Port = 0, HttpPort = 0, Hubs = [new(_hubName, Partitions: 2, ConsumerGroups: ["aggregator"])] }, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _host.Dispose();
        _measurements.Dispose();
        _source.Dispose();
    }

    [Theory, MemberData(nameof(Clients))]
    public async Task A_send_is_one_span_whose_context_travels_in_the_events(string client)
    {
        ActivityContext caller;
        await using var producer = ClientUnderTest.Producer(client, _hub.ConnectionString(_hubName));
        using (var activity = _source.StartActivity("caller")!)
        {
            caller = activity.Context;
            await producer.SendAsync("kitchen", TestHub.Events("secret body", "b", "c"), Token);
        }

        var span = Assert.Single(_telemetry.Spans, span => span.TraceId == caller.TraceId && span.SpanId != caller.SpanId);
        Assert.Equal(($"send {_hubName}", ActivityKind.Producer, ActivityStatusCode.Unset), (span.Name, span.Kind, span.Status));
        Assert.Equal((caller.SpanId, "IotAspire.EventHubs"), (span.ParentSpanId, span.Source));
        var expected = Attributes(client).Append(("messaging.batch.message_count", 3));
        Assert.Equal(expected.Select(each => $"{each.Key}={each.Value}").Order(), span.Tags.Select(tag => $"{tag.Key}={tag.Value}").Order());
        Assert.DoesNotContain(span.Texts, text => text.Contains("secret", StringComparison.Ordinal) || text.Contains("Key", StringComparison.Ordinal));
        Assert.All(await ReceiveAsync(client, 3), received => Assert.Equal($"00-{span.TraceId}-{span.SpanId}-01", received.Properties["traceparent"]));

        Assert.Equal([3d], _measurements.Of(Sent, Attributes(client)));
        Assert.InRange(Assert.Single(_measurements.Of(Duration, Attributes(client))), 1e-6, TestHub.Deadline.TotalSeconds);
        Assert.Empty(_measurements.Of(Sent, [("messaging.destination.name", _hubName), ("error.type", "MessageSizeExceeded")]));
    }

    [Theory, MemberData(nameof(Clients))]
    public async Task A_refused_send_says_why(string client)
    {
        ActivityTraceId trace;
        await using var producer = ClientUnderTest.Producer(client, _hub.ConnectionString(_hubName));
        using (var activity = _source.StartActivity("caller")!)
        {
            trace = activity.TraceId;
            var refused = await Assert.ThrowsAsync<EventHubException>(() => producer.SendAsync("kitchen", TestHub.Events(new string('x', 2_000_000)), Token));
            Assert.Equal(EventHubFailureReason.MessageSizeExceeded, refused.Reason);
        }

        var span = Assert.Single(_telemetry.Spans, span => span.TraceId == trace && span.Kind == ActivityKind.Producer);
        Assert.Equal((ActivityStatusCode.Error, "MessageSizeExceeded"), (span.Status, span["error.type"]));
        (string, object)[] failed = [.. Attributes(client), ("error.type", "MessageSizeExceeded")];
        Assert.Equal([1d], _measurements.Of(Sent, failed));
        Assert.Single(_measurements.Of(Duration, failed));
    }

    [Theory, MemberData(nameof(Clients))]
    public async Task A_hub_that_is_away_is_called_as_the_sdk_calls_it(string client)
    {
        await using var producer = ClientUnderTest.Producer(client, _hub.ConnectionString(_hubName));
        await _hub.DisposeAsync();
        ActivityTraceId trace;
        using (var activity = _source.StartActivity("caller")!)
        {
            trace = activity.TraceId;
            await Assert.ThrowsAsync<EventHubException>(() => producer.SendAsync("kitchen", TestHub.Events("a"), Token));
        }

        Assert.Equal("ServiceCommunicationProblem", Assert.Single(_telemetry.Spans, span => span.TraceId == trace && span.Kind == ActivityKind.Producer)["error.type"]);
    }

    [Fact]
    public async Task Events_of_one_send_share_their_properties_and_each_keeps_a_context_of_its_own()
    {
        await using var producer = ClientUnderTest.Producer(ClientUnderTest.Amqp, _hub.ConnectionString(_hubName));
        var (shared, own) = (new Dictionary<string, string> { ["schema"] = "s" }, new Dictionary<string, string> { ["traceparent"] = "00-1-2-01" });
        using (_source.StartActivity("caller"))
            await producer.SendAsync("kitchen", [.. new[] { shared, shared, own, shared, null }.Select(properties => new OutgoingEvent(new byte[1]) { Properties = properties })], Token);

        var received = await ReceiveAsync(ClientUnderTest.Amqp, 5);
        Assert.Equal(["s", "s", null, "s", null], received.Select(each => each.Properties.GetValueOrDefault("schema")));
        Assert.Equal("00-1-2-01", received[2].Properties["traceparent"]);
        Assert.Single(received.Where((_, index) => index != 2).Select(each => each.Properties["traceparent"]).Distinct());
        Assert.Single(shared);
    }

    [Fact]
    public async Task Whoever_needs_a_connection_first_has_no_part_in_what_it_does_afterwards()
    {
        var time = new WatchedTime();
        var options = ClientUnderTest.Options(_hub.ConnectionString(_hubName)) with { Time = time };
        await using var producer = new AmqpEventHubProducer(options, ClientUnderTest.Telemetry());
        await using var consumer = new AmqpEventHubConsumer(options, "aggregator");
        using (new Activity("caller").Start())
        {
            await producer.SendAsync("kitchen", TestHub.Events("a"), Token);
            await using var receiver = await consumer.OpenReceiverAsync("0", StartPosition.Earliest, null, Token);
        }

        // One loop for each of the two connections.
        Assert.Equal([null, null], time.CurrentInLoops);
    }

    private (string Key, object Value)[] Attributes(string client) =>
    [
        ("messaging.system", "eventhubs"),
        ("messaging.operation.name", "send"),
        ("messaging.operation.type", "send"),
        ("messaging.destination.name", _hubName),
        ("server.address", "localhost"),
        // The SDK doesn't say which port it uses.
        .. client == ClientUnderTest.Amqp ? new (string, object)[] { ("server.port", _hub.Port) } : [],
    ];

    private async Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(string client, int count)
    {
        await using var consumer = ClientUnderTest.Consumer(client, _hub.ConnectionString(_hubName));
        await using var receiver = await consumer.OpenReceiverAsync(await TestHub.PartitionWithEventsAsync(consumer), StartPosition.Earliest, null, Token);
        return await TestHub.ReceiveAsync(receiver, count);
    }

    /// <summary>Notes which span is current where a loop begins, as its timer tells; all that a loop does has it, too.</summary>
    private sealed class WatchedTime : TimeProvider
    {
        private readonly List<string?> _current = [];

        public IReadOnlyList<string?> CurrentInLoops
        {
            get
            {
                lock (_current)
                    return [.. _current];
            }
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (period > TimeSpan.Zero)
            {
                lock (_current)
                    _current.Add(Activity.Current?.Id);
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
