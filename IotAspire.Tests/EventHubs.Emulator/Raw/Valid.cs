using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.Tests.EventHubs.Emulator.Raw;

/// <summary>What a well-behaved client sends, to be damaged.</summary>
internal static class Valid
{
    private static readonly AmqpMap Filter = new([new(new Symbol("filter"), new Described(0x137000000Aul, "amqp.annotation.x-opt-offset > '-1'"))]);

    public static IReadOnlyList<byte[]> Messages { get; } =
    [
        RawMessage.Event("text"),
        RawMessage.Batch(RawMessage.Event("a"), RawMessage.Event("b")),
        RawMessage.Encode(
            (MessageSection.Header, new AmqpList([true, (byte)4, 1000u])),
            (MessageSection.MessageAnnotations, new AmqpMap([new(new Symbol("x-opt-partition-key"), "key"), new(new Symbol("x"), new AmqpArray([1, 2, 3]))])),
            (MessageSection.Properties, new AmqpList(["id", null, "to"])),
            (MessageSection.ApplicationProperties, RawMessage.Map(("a", 1), ("b", "two"), ("c", 3.0))),
            (MessageSection.Value, new AmqpList([1u, new AmqpMap([]), new AmqpList(["deep"])]))),
    ];

    public static IReadOnlyList<byte[]> Requests { get; } =
        [RawMessage.Request("id", "reply", "body", ("operation", "READ"), ("type", "com.microsoft:eventhub"), ("name", TestHub.Name))];

    /// <summary>A conversation, frame by frame, as it goes on after the protocol header.</summary>
    public static IReadOnlyList<byte[]> Conversation { get; } =
    [
        RawFrame.Encode(new Open("me") { HostName = "localhost", MaxFrameSize = 65536, IdleTimeout = 30_000 }, 0),
        RawFrame.Encode(new Begin(null, 0, 5000, 5000), 0),
        RawFrame.Encode(RawSession.Sender(0, "$cbs"), 0),
        RawFrame.Encode(RawSession.Receiver(1, "$cbs", "reply"), 0),
        RawFrame.Encode(new Flow(0, 5000, 0, 5000) { Handle = 1, DeliveryCount = 0, LinkCredit = 10 }, 0),
        RawFrame.Encode(new Transfer(0, 0) { Settled = true }, 0, RawMessage.Request(
            "t", "reply", RawSession.Token($"amqp://localhost/{TestHub.Name}"), ("operation", "put-token"), ("name", $"amqp://localhost/{TestHub.Name}"))),
        RawFrame.Encode(RawSession.Sender(2, TestHub.Name), 0),
        RawFrame.Encode(new Transfer(2, 1), 0, Messages[2]),
        RawFrame.Encode(RawSession.Receiver(3, $"{TestHub.Name}/ConsumerGroups/$Default/Partitions/0", null, Filter), 0),
        RawFrame.Encode(new Flow(0, 5000, 2, 5000) { Handle = 3, DeliveryCount = 0, LinkCredit = 10, Drain = true, Echo = true }, 0),
        RawFrame.Encode(new Disposition(0, 5, null), 0),
        RawFrame.Encode(new Detach(2, true, null), 0),
        RawFrame.Encode(new End(null), 0),
        RawFrame.Encode(new Close(null), 0),
    ];

    public static IReadOnlyList<byte[]> Frames { get; } = [.. Conversation, Conversation.SelectMany(frame => frame).ToArray()];
}
