using CsCheck;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Links;
using IotAspire.EventHubs.Emulator.Partitions;
using IotAspire.Tests.EventHubs.Emulator.Codec;

namespace IotAspire.Tests.EventHubs.Emulator.Links;

public sealed class PublishedMessageTests
{
    private static readonly AmqpMap Key = new([new(new Symbol("x-opt-partition-key"), "kitchen")]);

    [Fact]
    public void A_batch_gives_its_key_to_every_event()
    {
        using var batch = new EventBatch();
        byte[] message = [.. Section(0x72, Key), .. Data(Data([1])), .. Data([.. Section(0x70, new AmqpList([true])), .. Data([2])])];

        Assert.Equal("kitchen", PublishedMessage.Read(message, PublishedMessage.BatchFormat, batch));

        Assert.Equal(2, batch.Events.Count);
        Assert.All(batch.Events, slice => Assert.Equal(1, slice.AnnotationPairs), throwIfEmpty: true);
        Assert.Equal(Data([2]), Bare(batch, 1));
    }

    [Fact]
    public void Annotations_of_the_hub_cannot_be_forged()
    {
        using var batch = new EventBatch();
        var annotations = new AmqpMap([new(new Symbol("x-opt-sequence-number"), 99L), new(new Symbol("mine"), 1), new(new Symbol("x-opt-offset"), "7")]);

        PublishedMessage.Read([.. Section(0x72, annotations), .. Data([1])], 0, batch);

        var slice = Assert.Single(batch.Events);
        Assert.Equal(1, slice.AnnotationPairs);
        Assert.Equal(new Symbol("mine"), new AmqpReader(batch.Bytes.Written[slice.Start..]).ReadValue());
    }

    [Fact]
    public void Annotations_of_the_hub_cannot_be_forged_with_keys_of_text()
    {
        using var batch = new EventBatch();
        var annotations = new AmqpMap([new("x-opt-sequence-number", 99L), new("x-opt-offset", "7"), new("x-opt-partition-key", "kitchen"), new(new Symbol("x-opt-partition-key"), "cellar")]);

        Assert.Equal("kitchen", PublishedMessage.Read([.. Section(0x72, annotations), .. Data([1])], 0, batch));

        var slice = Assert.Single(batch.Events);
        Assert.Equal(1, slice.AnnotationPairs);
        Assert.Equal(new Symbol("x-opt-partition-key"), new AmqpReader(batch.Bytes.Written[slice.Start..]).ReadValue());
    }

    [Fact]
    public void An_own_key_that_is_too_long_is_refused_in_a_batch_with_a_key_too()
    {
        using var batch = new EventBatch();
        byte[] inner = [.. Section(0x72, new AmqpMap([new(new Symbol("x-opt-partition-key"), new string('k', 500))])), .. Data([1])];

        var refused = Assert.Throws<AmqpException>(() => PublishedMessage.Read([.. Section(0x72, Key), .. Data(inner)], PublishedMessage.BatchFormat, batch));

        Assert.Equal("com.microsoft:argument-error", refused.Error.Condition);
    }

    [Fact]
    public void A_small_message_cannot_take_much_room()
    {
        using var batch = new EventBatch();
        var manyEmpty = Enumerable.Repeat(Data([]), 120_000).SelectMany(section => section).ToArray();
        var endlessKey = new AmqpMap([new(new Symbol("x-opt-partition-key"), new string('k', 1000))]);

        Assert.Equal(
            "amqp:link:message-size-exceeded",
            Assert.Throws<AmqpException>(() => PublishedMessage.Read(manyEmpty, PublishedMessage.BatchFormat, batch)).Error.Condition);
        Assert.Equal(
            "com.microsoft:argument-error",
            Assert.Throws<AmqpException>(() => PublishedMessage.Read([.. Section(0x72, endlessKey), .. Data([1])], 0, batch)).Error.Condition);
    }

    [Fact]
    public void Random_messages_are_read_or_refused_but_never_worse() =>
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Byte[0x70, 0x78], Gen.Bool).Sample((bytes, section, inBatch) =>
        {
            using var batch = new EventBatch();
            byte[] message = [0x00, 0x53, section, .. bytes];
            try
            {
                PublishedMessage.Read(message, inBatch ? PublishedMessage.BatchFormat : 0, batch);
                PublishedMessage.Read(Data(message), PublishedMessage.BatchFormat, batch);
            }
            catch (Exception exception) when (exception is AmqpDecodeException or AmqpException)
            {
                // Refused.
            }
        });

    private static byte[] Section(byte code, object value) => [0x00, 0x53, code, .. AmqpValues.Encode(value)];

    private static byte[] Data(byte[] body) => Section(0x75, new ReadOnlyMemory<byte>(body));

    private static byte[] Bare(EventBatch batch, int index)
    {
        var slice = batch.Events[index];
        return batch.Bytes.Written.Slice(slice.Start + slice.HeadLength + slice.AnnotationsLength, slice.BareLength).ToArray();
    }
}
