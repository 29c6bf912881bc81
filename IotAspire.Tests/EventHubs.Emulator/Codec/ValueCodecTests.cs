using CsCheck;
using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.Tests.EventHubs.Emulator.Codec;

public sealed class ValueCodecTests
{
    [Fact]
    public void Every_value_survives_a_round_trip() => AmqpValues.Any.Sample(value =>
    {
        var bytes = AmqpValues.Encode(value);
        Assert.Equal(bytes, AmqpValues.Encode(AmqpValues.Decode(bytes)));
    });

    [Fact]
    public void Skipping_a_value_goes_exactly_to_its_end() => AmqpValues.Any.Sample(value =>
    {
        var reader = new AmqpReader(AmqpValues.Encode(value));
        reader.Skip();
        Assert.True(reader.AtEnd);
    });

    // The compact encodings, which we read but never write: examples after part 1, section 1.6 of the specification.
    [Theory]
    [InlineData("43", 0u)]
    [InlineData("52ff", 255u)]
    [InlineData("44", 0ul)]
    [InlineData("5310", 16ul)]
    [InlineData("54ff", -1)]
    [InlineData("5580", -128L)]
    [InlineData("5601", true)]
    [InlineData("41", true)]
    [InlineData("42", false)]
    [InlineData("a103616263", "abc")]
    [InlineData("40", null)]
    public void Compact_encodings_are_read(string hex, object? expected) =>
        Assert.Equal(expected, AmqpValues.Decode(Convert.FromHexString(hex)));

    [Fact]
    public void Short_and_empty_compounds_are_read()
    {
        Assert.Empty(Assert.IsType<AmqpList>(AmqpValues.Decode([0x45])).Items);
        Assert.Equal([1u, "a"], Assert.IsType<AmqpList>(AmqpValues.Decode([0xc0, 6, 2, 0x52, 1, 0xa1, 1, 0x61])).Items);
        Assert.Equal(2u, Assert.IsType<AmqpMap>(AmqpValues.Decode([0xc1, 6, 2, 0xa3, 1, 0x6b, 0x52, 2]))["k"]);
        Assert.Equal([3, 4], Assert.IsType<AmqpArray>(AmqpValues.Decode([0xe0, 4, 2, 0x54, 3, 4])).Items);
    }

    [Fact]
    public void Random_bytes_are_read_or_refused_but_never_worse() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        try
        {
            new AmqpReader(bytes).ReadValue();
        }
        catch (AmqpDecodeException)
        {
            // Refused.
        }
    });

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        var nested = Enumerable.Repeat((byte)0x00, 100_000).ToArray();

        Assert.Throws<AmqpDecodeException>(() => { new AmqpReader(nested).ReadValue(); });
        Assert.Throws<AmqpDecodeException>(() => { new AmqpReader(nested).Skip(); });
    }

    [Fact]
    public void A_length_beyond_the_bytes_is_refused_before_memory_is_taken()
    {
        Assert.Throws<AmqpDecodeException>(() => AmqpValues.Decode([0xb0, 0x7f, 0xff, 0xff, 0xff, 1]));
        Assert.Throws<AmqpDecodeException>(() => AmqpValues.Decode([0xf0, 0, 0, 0, 5, 0x7f, 0xff, 0xff, 0xff, 0x40]));
        Assert.Throws<AmqpDecodeException>(() => AmqpValues.Decode([0xd0, 0, 0, 0, 4, 0x7f, 0xff, 0xff, 0xff]));
    }
}
