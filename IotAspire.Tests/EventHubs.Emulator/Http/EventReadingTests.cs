using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Http;
using IotAspire.Tests.EventHubs.Emulator.Raw;

namespace IotAspire.Tests.EventHubs.Emulator.Http;

public sealed class EventReadingTests
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly Dictionary<string, byte[]> Large = new()
    {
        ["empty lists"] = [0x00, 0x53, 0x77, .. List(Enumerable.Repeat<byte>(0x45, 1_040_000), 1_040_000)],
        ["zeros"] = [0x00, 0x53, 0x77, .. List(Enumerable.Repeat<byte>(0x44, 1_040_000), 1_040_000)],
        ["lists in lists"] = [0x00, 0x53, 0x77, .. List(Enumerable.Repeat(List(List([0x45, 0x40], 2), 1), 40_000).SelectMany(list => list), 40_000)],
        ["sequences"] = [.. Enumerable.Repeat<byte[]>([0x00, 0x53, 0x76, 0x45], 250_000).SelectMany(section => section)],
        ["text"] = RawMessage.Encode((MessageSection.Value, new string('€', 340_000))),
        ["control characters"] = RawMessage.Encode((MessageSection.Value, new string('\u0001', 1_000_000))),
        ["binary"] = RawMessage.Encode((MessageSection.Value, (ReadOnlyMemory<byte>)new byte[1_000_000])),
        ["properties"] = RawMessage.Encode((MessageSection.ApplicationProperties, RawMessage.Map(Enumerable.Range(0, 100_000).Select(i => ($"{i}", (object?)null))))),
        ["keys that are lists"] = RawMessage.Encode((MessageSection.Value, new AmqpMap([.. Enumerable.Range(0, 100_000).Select(i => KeyValuePair.Create((object?)new AmqpList([i]), (object?)i))]))),
        ["message id"] = RawMessage.Encode((MessageSection.Properties, new AmqpList([new string('x', 1_000_000)]))),
        ["partition key"] = RawMessage.Encode((MessageSection.MessageAnnotations, new AmqpMap([new(new Symbol("x-opt-partition-key"), new string('x', 1_000_000))]))),
    };

    public static TheoryData<string> Kinds => [.. Large.Keys];

    [Fact]
    public void A_body_of_null_is_empty() => Assert.Equal(0, Read([0x00, 0x53, 0x75, 0x40], out _).BodyLength);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_made_of_an_event_is_bounded_whatever_it_holds(string kind)
    {
        Read(Large[kind], out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var answer = Read(Large[kind], out var written);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * Mebibyte);
        Assert.True(answer.AreValuesCut);
        Assert.InRange(written, AmqpJson.MaxBytes, 6 * AmqpJson.MaxBytes + 1000);
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.Default.Options).Length, written, written + 1000);
        JsonNode.Parse(JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.Default.Options));
    }

    [Fact]
    public void Of_a_long_body_only_what_is_shown_is_kept()
    {
        var message = RawMessage.Encode(Enumerable.Repeat((MessageSection.Data, (object?)(ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(new string('x', 1000))), 1000));
        Read(message, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var answer = Read(message, out var written);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Mebibyte / 4);
        Assert.Equal((1_000_000, true, false), (answer.BodyLength, answer.IsBodyCut, answer.AreValuesCut));
        Assert.Equal(16 * 1024 + 2, written);
    }

    [Fact]
    public void Several_sections_and_keys_of_all_types_are_shown()
    {
        var map = new AmqpMap([new(1, "int"), new(true, null), new(new Symbol("s"), 2), new(new AmqpList([1, "a"]), 3), new(new Guid(new byte[16]), 4)]);

        var answer = Read(RawMessage.Encode((MessageSection.Sequence, new AmqpList([map])), (MessageSection.Sequence, new AmqpList([null]))), out _);

        Assert.Equal(
            """[[{"1":"int","true":null,"s":2,"[1,\u0022a\u0022]":3,"00000000-0000-0000-0000-000000000000":4}],[null]]""",
            JsonNode.Parse(answer.Value!.Utf8.Span)!.ToJsonString());
        Assert.False(answer.AreValuesCut);
    }

    private static EventAnswer Read(byte[] message, out int written) => EventReading.ToAnswer(new IotAspire.EventHubs.Emulator.Partitions.Record(0, 0, 0, message), out written);

    private static byte[] List(IEnumerable<byte> items, int count)
    {
        byte[] encoded = [.. items];
        var length = encoded.Length + 4;
        return [0xd0, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length, (byte)(count >> 24), (byte)(count >> 16), (byte)(count >> 8), (byte)count, .. encoded];
    }
}
