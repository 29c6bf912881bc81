using System.Buffers;
using CsCheck;
using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.Tests.EventHubs.Emulator.Codec;

public sealed class PerformativeTests
{
    private const uint Limit = 65536;

    private delegate IPerformative Reading(FieldReader fields);

    [Fact]
    public void Performatives_survive_a_round_trip()
    {
        Same(new Open("me") { HostName = "host", MaxFrameSize = 65536, MaxChannel = 8191, IdleTimeout = 30_000 }, Open.Read);
        Same(new Begin(3, 1, 2048, 100) { HandleMaximum = 255 }, Begin.Read);
        Same(new Flow(1, 2, 3, 4) { Handle = 5, DeliveryCount = 6, LinkCredit = 7, Available = 8, Drain = true, Echo = true }, Flow.Read);
        Same(new Transfer(1, 2) { MessageFormat = 0x80013700, Settled = true, More = true, Aborted = true }, fields => Transfer.Read(fields));
        Same(new Disposition(1, 5, new AmqpError("amqp:internal-error", "no")), Disposition.Read);
        Same(new Detach(1, true, AmqpError.NotFound("hub")), Detach.Read);
        Same(new End(null), End.Read);
        Same(new Close(AmqpError.Decode("what")), Close.Read);
    }

    [Fact]
    public void An_attach_keeps_what_the_server_reads_of_it()
    {
        var attach = new Attach("link", 7, IsReceiver: true)
        {
            Source = new Described(0x28ul, new AmqpList(["hub/ConsumerGroups/$Default/Partitions/0"])),
            SenderSettleMode = Attach.Settled,
            DesiredCapabilities = new AmqpArray([new Symbol("x")]),
            Properties = new AmqpMap([new(new Symbol("com.microsoft:epoch"), 5L)]),
        };

        var read = Assert.IsType<Attach>(Read(Write(attach), Attach.Read));

        Assert.Equal(("link", 7u, true, Attach.Settled), (read.Name, read.Handle, read.IsReceiver, read.SenderSettleMode));
        Assert.Equal(5L, read.Properties!["com.microsoft:epoch"]);
        Assert.Equal(AmqpValues.Encode(attach.Source), AmqpValues.Encode(read.Source));
    }

    // Python's SDK indexes fields by position (part 2, section 2.7 leaves trailing nulls to the sender).
    [Theory]
    [InlineData(10, typeof(Open))]
    [InlineData(8, typeof(Begin))]
    [InlineData(14, typeof(Attach))]
    [InlineData(11, typeof(Flow))]
    [InlineData(11, typeof(Transfer))]
    [InlineData(6, typeof(Disposition))]
    [InlineData(3, typeof(Detach))]
    [InlineData(1, typeof(End))]
    [InlineData(1, typeof(Close))]
    public void Every_field_is_written(int fields, Type type)
    {
        IPerformative[] all =
        [
            new Open("me"), new Begin(0, 0, 0, 0), new Attach("a", 0, true), new Flow(0, 0, 0, 0), new Transfer(0, 0),
            new Disposition(0, 0, null), new Detach(0, true, null), new End(null), new Close(null),
        ];
        var bytes = Write(all.Single(performative => performative.GetType() == type));
        var reader = new AmqpReader(bytes);
        reader.ReadDescriptor();

        Assert.Equal(fields, Assert.IsType<AmqpList>(reader.ReadValue()).Items.Count);
    }

    [Fact]
    public void A_frame_of_random_bytes_is_read_or_refused_but_never_worse() => Gen.Byte.Array[0, 100].Sample(bytes =>
    {
        foreach (var read in new Reading[]
        {
            Open.Read, Begin.Read, Attach.Read, Flow.Read, fields => Transfer.Read(fields), Disposition.Read, Detach.Read, End.Read, Close.Read,
        })
        {
            try
            {
                read(new FieldReader(bytes, 20));
            }
            catch (AmqpDecodeException)
            {
                // Refused.
            }
        }
    });

    [Theory]
    [InlineData("0000000702000000")]
    [InlineData("0001000102000000")]
    [InlineData("0000000801000000")]
    [InlineData("00000008ff000000")]
    public void A_frame_with_an_impossible_size_is_refused(string hex)
    {
        var buffer = new ReadOnlySequence<byte>(Convert.FromHexString(hex));

        Assert.Throws<AmqpDecodeException>(() => Frame.TryRead(ref buffer, Limit, out _, out _));
    }

    private static void Same(IPerformative performative, Reading read) => Assert.Equal(performative, Read(Write(performative), read));

    private static byte[] Write(IPerformative performative)
    {
        using var writer = new AmqpWriter();
        Frame.Write(writer, Frame.Amqp, 3, performative);
        var buffer = new ReadOnlySequence<byte>(writer.Written.ToArray());
        Assert.True(Frame.TryRead(ref buffer, Limit, out var header, out var body));
        Assert.Equal((ushort)3, header.Channel);
        Assert.True(buffer.IsEmpty);
        return body.ToArray();
    }

    private static IPerformative Read(byte[] body, Reading read)
    {
        var reader = new AmqpReader(body);
        reader.ReadDescriptor();
        return read(reader.ReadList());
    }
}
