using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Links;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.Tests.EventHubs.Emulator.Links;

public sealed class SelectorFilterTests
{
    [Theory]
    [InlineData("amqp.annotation.x-opt-offset > '-1'", "Offset", -1, false)]
    [InlineData("amqp.annotation.x-opt-offset >= 258", "Offset", 258, true)]
    [InlineData("amqp.annotation.x-opt-sequence-number >= 5", "SequenceNumber", 5, true)]
    [InlineData("amqp.annotation.x-opt-sequence-number > '5'", "SequenceNumber", 5, false)]
    [InlineData("amqp.annotation.x-opt-enqueued-time > 1795455601176", "EnqueuedTime", 1795455601176, false)]
    [InlineData("amqp.annotation.x-opt-offset > @latest", "Latest", 0, false)]
    [InlineData("amqp.annotation.x-opt-offset > '@latest'", "Latest", 0, false)]
    [InlineData(null, "Offset", -1, false)]
    public void Selectors_of_all_SDKs_are_understood(string? selector, string kind, long value, bool inclusive) =>
        Assert.Equal(new ReadFrom(Enum.Parse<ReadFromKind>(kind), value, inclusive), SelectorFilter.Parse(selector));

    [Theory]
    [InlineData("amqp.annotation.x-opt-offset > 'x'")]
    [InlineData("amqp.annotation.x-opt-offset < 5")]
    [InlineData("amqp.annotation.x-opt-offset > 9999999999999999999")]
    [InlineData("1 = 1")]
    public void Other_selectors_are_refused(string selector) =>
        Assert.Equal("com.microsoft:argument-error", Assert.Throws<AmqpException>(() => SelectorFilter.Parse(selector)).Error.Condition);
}
