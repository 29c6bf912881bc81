using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.Tests.EventHubs.Emulator.Raw;

/// <summary>What the .NET SDK says on the wire, and what it must hear, frame by frame.</summary>
public sealed class DotNetSdkTests
{
    private const string Reply = "c1e6f0a2-6a3b-4f0e-9a5e-0d6f7b8c9d10";
    private const string HubAudience = $"amqp://localhost/{TestHub.Name}";

    private static readonly byte[] SaslHeader = [.. "AMQP"u8, 3, 1, 0, 0];

    [Fact]
    public async Task It_logs_in_with_MSSBCBS_alone()
    {
        await using var hub = await TestHub.StartAsync();
        await using var peer = await FramePeer.ConnectAsync(hub.Port);

        await peer.WriteAsync(SaslHeader);
        Assert.Equal(SaslHeader, await peer.ReadBytesAsync(SaslHeader.Length));
        var offered = Assert.IsType<AmqpArray>((await peer.ReadAsync(PerformativeCode.SaslMechanisms)).Fields[0]);
        Assert.Contains(new Symbol("MSSBCBS"), offered.Items);

        await peer.WriteAsync(RawFrame.Encode(new SaslInitFrame("MSSBCBS", null), 0, type: Frame.Sasl));
        Assert.Equal((byte)0, (await peer.ReadAsync(PerformativeCode.SaslOutcome)).Fields[0]);
        await peer.WriteAsync(FramePeer.AmqpHeader);
        Assert.Equal(FramePeer.AmqpHeader, await peer.ReadBytesAsync(FramePeer.AmqpHeader.Length));
        await peer.SendAsync(new Open("net") { HostName = "localhost", MaxFrameSize = 65536, MaxChannel = 8191, IdleTimeout = 30_000 });
        var open = await peer.ReadAsync(PerformativeCode.Open);
        Assert.Equal((65536u, (ushort)8191), (open.Fields[2], open.Fields[3]));
    }

    [Fact]
    public async Task It_asks_about_a_hub_before_any_claim_with_the_token_in_the_request()
    {
        await using var hub = await TestHub.StartAsync();

        var (properties, map) = await AskAsync(hub.Port, ("type", "com.microsoft:eventhub"));

        Assert.Equal("question", ((AmqpList)properties[MessageSection.Properties]!).Items[5]);
        Assert.Equal(200, ((AmqpMap)properties[MessageSection.ApplicationProperties]!)["status-code"]);
        Assert.Equal(TestHub.Name, map["name"]);
        Assert.IsType<Timestamp>(map["created_at"]);
        Assert.Equal(["0", "1", "2", "3"], Assert.IsType<AmqpArray>(map["partition_ids"]).Items);
        Assert.Equal(1, map["georeplication_factor"]);
    }

    [Fact]
    public async Task It_asks_about_a_partition_and_gets_the_types_it_casts_to()
    {
        await using var hub = await TestHub.StartAsync();

        var (_, map) = await AskAsync(hub.Port, ("type", "com.microsoft:partition"), ("partition", "2"));

        Assert.Equal("2", map["partition"]);
        Assert.Equal((0L, -1L, "-1", true), (map["begin_sequence_number"], map["last_enqueued_sequence_number"], map["last_enqueued_offset"], map["is_partition_empty"]));
        Assert.IsType<Timestamp>(map["last_enqueued_time_utc"]);
    }

    [Fact]
    public async Task It_claims_attaches_and_sends_a_batch()
    {
        await using var hub = await TestHub.StartAsync();
        await using var peer = await FramePeer.OpenAsync(hub.Port);

        var claimed = await (await RawSession.BeginAsync(peer, 0)).PutTokenAsync(HubAudience);
        Assert.Equal(202, ((AmqpMap)claimed[MessageSection.ApplicationProperties]!)["status-code"]);

        var session = await RawSession.BeginAsync(peer, 1);
        Assert.Equal(1024ul * 1024, (await session.AttachSenderAsync(0, $"/{TestHub.Name}")).Fields[10]);
        await session.TransferAsync(0, 7, RawMessage.Batch(RawMessage.Event("a"), RawMessage.Event("b")), format: 0x80013700);
        var outcome = await peer.ReadAsync(PerformativeCode.Disposition);
        Assert.Equal((true, 7u, 7u, true), (outcome.Fields[0], outcome.Fields[1], outcome.Fields[2], outcome.Fields[3]));
        Assert.Equal(0x24ul, Assert.IsType<Described>(outcome.Fields[4]).Descriptor);
    }

    [Theory]
    [InlineData(0x137000000Aul)]
    [InlineData(0x468C00000004ul)]
    [InlineData("apache.org:selector-filter:string")]
    public async Task It_reads_with_its_own_descriptor_of_the_filter(object descriptor)
    {
        await using var hub = await TestHub.StartAsync();
        await using var producer = HubClients.Producer(hub.ConnectionString(TestHub.Name));
        await producer.SendAsync("kitchen", TestHub.Events("a", "b", "c"), TestContext.Current.CancellationToken);
        await using var peer = await FramePeer.OpenAsync(hub.Port);
        var address = $"{TestHub.Name}/ConsumerGroups/$Default/Partitions/3";
        await (await RawSession.BeginAsync(peer, 0)).PutTokenAsync($"amqp://localhost/{address}");

        var filter = new AmqpMap([new(new Symbol("apache.org:selector-filter:string"),
            new Described(descriptor is string name ? new Symbol(name) : descriptor, "amqp.annotation.x-opt-sequence-number > '0'"))]);
        var session = await RawSession.BeginAsync(peer, 1);
        await session.AttachReceiverAsync(RawSession.Receiver(0, address, null, filter) with
        {
            DesiredCapabilities = new AmqpArray([new Symbol("com.microsoft:enable-receiver-runtime-metric")]),
            Properties = new AmqpMap([new(new Symbol("com.microsoft:epoch"), 1L), new(new Symbol("com.microsoft:receiver-name"), "me")]),
        }, 10);
        var transfer = await peer.ReadAsync(PerformativeCode.Transfer);
        var message = RawMessage.Decode(transfer.Payload);

        Assert.Equal(true, transfer.Fields[4]);
        var annotations = (AmqpMap)message[MessageSection.MessageAnnotations]!;
        Assert.Equal((1L, "kitchen"), (annotations["x-opt-sequence-number"], annotations["x-opt-partition-key"]));
        Assert.IsType<string>(annotations["x-opt-offset"]);
        Assert.IsType<Timestamp>(annotations["x-opt-enqueued-time"]);
        var metrics = (AmqpMap)message[MessageSection.DeliveryAnnotations]!;
        Assert.Equal(2L, metrics["last_enqueued_sequence_number"]);
        Assert.IsType<string>(metrics["last_enqueued_offset"]);
        Assert.IsType<Timestamp>(metrics["last_enqueued_time_utc"]);
        Assert.IsType<Timestamp>(metrics["runtime_info_retrieval_time_utc"]);
    }

    private static async Task<(Dictionary<byte, object?> Message, AmqpMap Map)> AskAsync(int port, params (string Name, object? Value)[] arguments)
    {
        await using var peer = await FramePeer.OpenAsync(port);
        var session = await RawSession.BeginAsync(peer, 0);
        await session.AttachSenderAsync(0, "$management");
        await session.AttachReceiverAsync(RawSession.Receiver(1, "$management", Reply), 50);
        await session.TransferAsync(0, 0, RawMessage.Request("question", Reply, null,
            [("operation", "READ"), ("name", TestHub.Name), ("security_token", RawSession.Token(HubAudience)), .. arguments]), settled: true);
        var message = RawMessage.Decode((await peer.ReadAsync(PerformativeCode.Transfer)).Payload);
        return (message, Assert.IsType<AmqpMap>(message[MessageSection.Value]));
    }
}
