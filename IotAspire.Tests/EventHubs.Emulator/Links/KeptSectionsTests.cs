using Amqp;
using Amqp.Framing;
using Amqp.Types;
using IotAspire.EventHubs.Emulator;

namespace IotAspire.Tests.EventHubs.Emulator.Links;

/// <summary>What a publisher says of a message beside its body comes back to consumers as it does from Azure.</summary>
public sealed class KeptSectionsTests : IAsyncLifetime
{
    private EventHubsEmulator _hub = null!;
    private RawPeer _peer = null!;

    private static Symbol Metrics { get; } = new("com.microsoft:enable-receiver-runtime-metric");

    public async ValueTask InitializeAsync()
    {
        _hub = await TestHub.StartAsync();
        _peer = await RawPeer.ConnectAsync(_hub.Port);
        await _peer.PutTokenAsync(TestHub.Name);
    }

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task Header_delivery_annotations_and_footer_are_kept()
    {
        var received = await RoundTripAsync(Full());

        Assert.Equal((true, (byte)7, 60_000u), (received.Header.Durable, received.Header.Priority, received.Header.Ttl));
        // The broker's own, of one delivery.
        Assert.Equal((false, 0u), (received.Header.FirstAcquirer, received.Header.DeliveryCount));
        Assert.Equal("of the delivery", received.DeliveryAnnotations[new Symbol("mine")]);
        Assert.Equal("of the message", received.MessageAnnotations[new Symbol("mine")]);
        Assert.Equal(0L, received.MessageAnnotations[new Symbol("x-opt-sequence-number")]);
        Assert.Equal("foot", received.Footer[new Symbol("mine")]);
    }

    [Fact]
    public async Task With_runtime_metrics_both_kinds_of_delivery_annotations_are_there()
    {
        var received = await RoundTripAsync(Full(), Metrics);

        Assert.Equal(0L, received.DeliveryAnnotations[new Symbol("last_enqueued_sequence_number")]);
        Assert.Equal("of the delivery", received.DeliveryAnnotations[new Symbol("mine")]);
        Assert.True(received.Header.Durable);
        Assert.Equal("of the message", received.MessageAnnotations[new Symbol("mine")]);
    }

    [Fact]
    public async Task Metrics_cannot_be_forged()
    {
        var forged = Full();
        forged.DeliveryAnnotations[new Symbol("last_enqueued_sequence_number")] = 99L;
        forged.DeliveryAnnotations[new Symbol("mine")] = "of a last_enqueued_offset";

        var received = await RoundTripAsync(forged, Metrics);

        Assert.Equal(0L, received.DeliveryAnnotations[new Symbol("last_enqueued_sequence_number")]);
        Assert.Equal("of a last_enqueued_offset", received.DeliveryAnnotations[new Symbol("mine")]);
    }

    [Fact]
    public async Task A_message_without_them_gets_none()
    {
        var received = await RoundTripAsync(new Message("plain"));

        Assert.Null(received.Header);
        Assert.Null(received.DeliveryAnnotations);
        Assert.Null(received.Footer);
    }

    private static Message Full() => new("body")
    {
        Header = new Header { Durable = true, Priority = 7, Ttl = 60_000, FirstAcquirer = true, DeliveryCount = 5 },
        DeliveryAnnotations = new DeliveryAnnotations { [new Symbol("mine")] = "of the delivery" },
        MessageAnnotations = new MessageAnnotations { [new Symbol("mine")] = "of the message" },
        Footer = new Footer { [new Symbol("mine")] = "foot" },
    };

    private async Task<Message> RoundTripAsync(Message message, params Symbol[] capabilities)
    {
        var sender = (SenderLink)await _peer.OpenAsync($"{TestHub.Name}/Partitions/0", isReceiver: false);
        await sender.SendAsync(message, TestHub.Deadline);
        var receiver = (ReceiverLink)await _peer.OpenAsync($"{TestHub.Name}/ConsumerGroups/$Default/Partitions/0", isReceiver: true, selector: null, capabilities);
        return await receiver.ReceiveAsync(TestHub.Deadline) ?? throw new TimeoutException("No message came.");
    }
}
