using System.Diagnostics;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using IotAspire.EventHubs;
using IotAspire.EventHubs.Emulator;
using IotAspire.ServiceDefaults;
using IotAspire.Tests.Support;
using Microsoft.Extensions.Hosting;

namespace IotAspire.Tests.EventHubs.Sending;

/// <summary>What a send tells, by OpenTelemetry's conventions.</summary>
public sealed class SendTelemetryTests : IAsyncLifetime
{
    private const string Sent = "messaging.client.sent.messages";
    private const string Duration = "messaging.client.operation.duration";

    // Another one's sends in this process go to another hub.
    private readonly string _hubName = $"hub-{Guid.NewGuid():N}";
    private readonly ActivitySource _source = new("IotAspire.Tests.Send");
    private readonly RecordedTelemetry _telemetry = new();
    private readonly RecordedMeasurements _measurements = new(HubClients.Meters, "IotAspire.EventHubs");
    private EventHubsEmulator _hub = null!;
    private IHost _host = null!;

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

    [Fact]
    public async Task A_send_is_one_span_whose_context_travels_in_the_events()
    {
        ActivityContext caller;
        await using var producer = HubClients.Producer(_hub.ConnectionString(_hubName));
        using (var activity = _source.StartActivity("caller")!)
        {
            caller = activity.Context;
            await producer.SendAsync("kitchen", TestHub.Events("secret body", "b", "c"), Token);
        }

        var span = Assert.Single(_telemetry.Spans, span => span.TraceId == caller.TraceId && span.SpanId != caller.SpanId);
        Assert.Equal(($"send {_hubName}", ActivityKind.Producer, ActivityStatusCode.Unset), (span.Name, span.Kind, span.Status));
        Assert.Equal((caller.SpanId, "IotAspire.EventHubs"), (span.ParentSpanId, span.Source));
        var expected = Attributes().Append(("messaging.batch.message_count", 3));
        Assert.Equal(expected.Select(each => $"{each.Key}={each.Value}").Order(), span.Tags.Select(tag => $"{tag.Key}={tag.Value}").Order());
        Assert.DoesNotContain(span.Texts, text => text.Contains("secret", StringComparison.Ordinal) || text.Contains("Key", StringComparison.Ordinal));
        Assert.All(await ReceiveAsync(3), received => Assert.Equal($"00-{span.TraceId}-{span.SpanId}-01", received.Properties["traceparent"]), throwIfEmpty: true);

        Assert.Equal([3d], _measurements.Of(Sent, Attributes()));
        Assert.InRange(Assert.Single(_measurements.Of(Duration, Attributes())), 1e-6, TestHub.Deadline.TotalSeconds);
        Assert.Empty(_measurements.Of(Sent, [("messaging.destination.name", _hubName), ("error.type", "MessageSizeExceeded")]));
    }

    [Fact]
    public async Task A_refused_send_says_why()
    {
        ActivityTraceId trace;
        await using var producer = HubClients.Producer(_hub.ConnectionString(_hubName));
        using (var activity = _source.StartActivity("caller")!)
        {
            trace = activity.TraceId;
            var refused = await Assert.ThrowsAsync<EventHubException>(() => producer.SendAsync("kitchen", TestHub.Events(new string('x', 2_000_000)), Token));
            Assert.Equal(EventHubFailureReason.MessageSizeExceeded, refused.Reason);
        }

        var span = Assert.Single(_telemetry.Spans, span => span.TraceId == trace && span.Kind == ActivityKind.Producer);
        Assert.Equal((ActivityStatusCode.Error, "MessageSizeExceeded"), (span.Status, span["error.type"]));
        (string, object)[] failed = [.. Attributes(), ("error.type", "MessageSizeExceeded")];
        Assert.Equal([1d], _measurements.Of(Sent, failed));
        Assert.Single(_measurements.Of(Duration, failed));
    }

    [Fact]
    public async Task A_hub_that_is_away_is_called_as_the_sdk_calls_it()
    {
        await using var producer = HubClients.Producer(_hub.ConnectionString(_hubName));
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
        await using var producer = HubClients.Producer(_hub.ConnectionString(_hubName));
        var (shared, own) = (new Dictionary<string, string> { ["schema"] = "s" }, new Dictionary<string, string> { ["traceparent"] = "00-1-2-01" });
        using (_source.StartActivity("caller"))
            await producer.SendAsync("kitchen", [.. new[] { shared, shared, own, shared, null }.Select(properties => new OutgoingEvent(new byte[1]) { Properties = properties })], Token);

        var received = await ReceiveAsync(5);
        Assert.Equal(["s", "s", null, "s", null], received.Select(each => each.Properties.TryGetValue("schema", out var schema) ? schema : null));
        Assert.Equal("00-1-2-01", received[2].Properties["traceparent"]);
        Assert.Single(received.Where((_, index) => index != 2).Select(each => each.Properties["traceparent"]).Distinct());
        Assert.Single(shared);
    }

    private (string Key, object Value)[] Attributes() =>
    [
        ("messaging.system", "eventhubs"),
        ("messaging.operation.name", "send"),
        ("messaging.operation.type", "send"),
        ("messaging.destination.name", _hubName),
        ("server.address", "localhost"),
        ("server.port", _hub.Port),
    ];

    private async Task<IReadOnlyList<EventData>> ReceiveAsync(int count)
    {
        await using var consumer = HubClients.Consumer(_hub.ConnectionString(_hubName));
        await using var receiver = await consumer.OpenReceiverAsync(await TestHub.PartitionWithEventsAsync(consumer), EventPosition.Earliest, null, Token);
        return await TestHub.ReceiveAsync(receiver, count);
    }
}
