using CsCheck;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Links;
using IotAspire.EventHubs.Emulator.Partitions;
using IotAspire.Tests.EventHubs.Emulator.Codec;

namespace IotAspire.Tests.EventHubs.Emulator.Links;

/// <summary>What a consumer couldn't decode must not get into a partition, where it would be read again for ever.</summary>
public sealed class StrictMessageTests
{
    public static TheoryData<string> Faults => BadMessages.Names;

    [Theory, MemberData(nameof(Faults))]
    public void A_message_with_a_fault_is_refused_and_its_section_named(string fault)
    {
        var (section, message) = BadMessages.Get(fault);

        AssertRefused(section, message, 0);
        AssertRefused(section, BadMessages.Section(0x75, AmqpValues.Encode(new ReadOnlyMemory<byte>(message))), PublishedMessage.BatchFormat);
    }

    [Theory]
    [InlineData(0x76)]
    [InlineData(0x77)]
    public void A_batch_holds_nothing_but_data(byte section) =>
        AssertRefused(MessageSection.Name(section), BadMessages.Section(section, [0x45]), PublishedMessage.BatchFormat);

    [Fact]
    public void A_described_time_span_of_an_Azure_client_is_taken()
    {
        var map = new AmqpMap([new("span", new Described(new Symbol("com.microsoft:timespan"), 5L))]);

        Assert.True(IsTaken(BadMessages.Section(0x74, AmqpValues.Encode(map)), out _));
    }

    [Fact]
    public void Annotations_in_the_order_of_the_Python_SDK_and_with_keys_of_text_are_taken()
    {
        var named = AmqpValues.Encode(new AmqpMap([new("key", "value")]));
        byte[] message =
        [
            .. BadMessages.Section(0x72, named), .. BadMessages.Section(0x71, named),
            .. BadMessages.Section(0x75, AmqpValues.Encode(new ReadOnlyMemory<byte>([1]))), .. BadMessages.Section(0x78, named),
        ];

        Assert.True(IsTaken(message, out var stored));

        var decoded = Amqp.Message.Decode(new Amqp.ByteBuffer(stored, 0, stored.Length, stored.Length));
        Assert.Equal(("value", "value", "value"), (decoded.DeliveryAnnotations.Map["key"], decoded.MessageAnnotations.Map["key"], decoded.Footer.Map["key"]));
    }

    [Fact]
    public void An_own_key_that_is_no_text_gives_way_to_that_of_the_batch()
    {
        var own = BadMessages.Section(0x72, AmqpValues.Encode(new AmqpMap([new(new Symbol("x-opt-partition-key"), 5)])));
        var common = BadMessages.Section(0x72, AmqpValues.Encode(new AmqpMap([new(new Symbol("x-opt-partition-key"), "kitchen")])));
        using var batch = new EventBatch();

        PublishedMessage.Read(
            [.. common, .. BadMessages.Section(0x75, AmqpValues.Encode(new ReadOnlyMemory<byte>(own)))], PublishedMessage.BatchFormat, batch);

        Assert.Equal(1, Assert.Single(batch.Events).AnnotationPairs);
    }

    [Fact]
    public void Whatever_is_taken_the_client_can_decode()
    {
        var (taken, changed) = (0, 0);
        Gen.Select(GoodMessages.Any, Gen.Select(Gen.Int[0, 10_000], Gen.Byte).Array[0, 3]).Sample(
            (message, changes) =>
            {
                byte[] mutated = [.. message];
                foreach (var (at, value) in changes)
                    mutated[at % mutated.Length] = value;
                if (!IsTaken(mutated, out var stored))
                    return;
                Amqp.Message.Decode(new Amqp.ByteBuffer(stored, 0, stored.Length, stored.Length));
                Interlocked.Increment(ref taken);
                if (!mutated.AsSpan().SequenceEqual(message))
                    Interlocked.Increment(ref changed);
            },
            iter: 30_000);
        Assert.InRange(taken, 3_000, 30_000);
        Assert.InRange(changed, 500, taken);
    }

    [Fact]
    public void Every_constructor_that_is_taken_the_client_knows()
    {
        var undecodable = new List<string>();
        for (var code = 0; code <= byte.MaxValue; code++)
        {
            for (var width = 0; width <= 16; width++)
            {
                byte[] value = [(byte)code, .. new byte[width]];
                byte[][] values = [value, [0xe0, (byte)(width + 2), 1, .. value], [0xe0, 2, 0, (byte)code]];
                undecodable.AddRange(values.Where(IsPoison).Select(Convert.ToHexString));
            }
        }

        Assert.Empty(undecodable.Distinct());
    }

    private static bool IsPoison(byte[] value) =>
        IsTaken(BadMessages.Section(0x77, value), out var stored)
        && Xunit.Record.Exception(() => Amqp.Message.Decode(new Amqp.ByteBuffer(stored, 0, stored.Length, stored.Length))) is not null;

    private static void AssertRefused(string section, byte[] message, uint format)
    {
        using var batch = new EventBatch();
        var error = Assert.Throws<AmqpException>(() => PublishedMessage.Read(message, format, batch)).Error;
        Assert.Equal("amqp:decode-error", error.Condition);
        Assert.StartsWith(section + ": ", error.Description, StringComparison.Ordinal);
    }

    private static bool IsTaken(byte[] message, out byte[] stored)
    {
        stored = [];
        using var batch = new EventBatch();
        try
        {
            PublishedMessage.Read(message, 0, batch);
        }
        catch (AmqpException)
        {
            return false;
        }

        using var record = new AmqpWriter();
        RecordFormat.Write(record, batch, Assert.Single(batch.Events), sequenceNumber: 1, enqueuedTime: 2, offset: 3);
        stored = record.Written[RecordFormat.HeaderSize..].ToArray();
        return true;
    }
}
