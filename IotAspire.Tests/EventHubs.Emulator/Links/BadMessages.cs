using System.Text;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.Tests.EventHubs.Emulator.Codec;

namespace IotAspire.Tests.EventHubs.Emulator.Links;

/// <summary>Encoded messages with one fault each, by the name of the fault; the section at fault goes with each.</summary>
internal static class BadMessages
{
    private static readonly byte[] Body = Section(0x75, Encode(new ReadOnlyMemory<byte>([1])));

    private static readonly byte[] One = [0x54, 1];

    private static readonly Dictionary<string, (string Section, byte[] Message)> All = new()
    {
        ["duplicate property"] = ("application-properties", [.. Section(0x74, Map(4, Text("a"), One, Text("a"), One)), .. Body]),
        ["duplicate property, wide"] = ("application-properties", [.. Section(0x74, Map(4, Text("a"), One, [0xb1, 0, 0, 0, 1, 0x61], One)), .. Body]),
        ["duplicate among many"] = ("application-properties", [.. Section(0x74, Map(80, [.. Enumerable.Repeat(Text("a").Concat(One).ToArray(), 40)])), .. Body]),
        ["null property key"] = ("application-properties", [.. Section(0x74, Map(2, [0x40], One)), .. Body]),
        ["symbolic property key"] = ("application-properties", [.. Section(0x74, Map(2, Name("a"), One)), .. Body]),
        ["list as property"] = ("application-properties", [.. Section(0x74, Map(2, Text("a"), [0x45])), .. Body]),
        ["deep descriptor"] = ("application-properties", [.. Section(0x74, Map(2, Text("a"), new byte[200], [0x40])), .. Body]),
        ["descriptor of the protocol"] = ("amqp-value", Section(0x77, [0x00, 0x53, 0x10, 0x45])),
        ["null descriptor"] = ("amqp-value", Section(0x77, [0x00, 0x40, 0x40])),
        ["key without value"] = ("application-properties", [.. Section(0x74, Map(3, Text("a"), One, Text("b"))), .. Body]),
        ["count too high"] = ("application-properties", [.. Section(0x74, Map(8, Text("a"), One)), .. Body]),
        ["count too low"] = ("application-properties", [.. Section(0x74, Map(0, Text("a"), One)), .. Body]),
        ["unknown constructor"] = ("application-properties", [.. Section(0x74, Map(2, Text("a"), [0x5e, 1])), .. Body]),
        ["broken UTF-8"] = ("application-properties", [.. Section(0x74, Map(2, Text("a"), [0xa1, 2, 0xff, 0xfe])), .. Body]),
        ["date beyond all dates"] = ("application-properties", [.. Section(0x74, Map(2, Text("a"), [0x83, 0x7f, 0, 0, 0, 0, 0, 0, 0])), .. Body]),
        ["char beyond Unicode"] = ("application-properties", [.. Section(0x74, Map(2, Text("a"), [0x73, 0xff, 0xff, 0xff, 0xff])), .. Body]),
        ["list as properties map"] = ("application-properties", [.. Section(0x74, [0x45]), .. Body]),
        ["map as properties list"] = ("properties", [.. Section(0x73, Map(0)), .. Body]),
        ["property field of wrong type"] = ("properties", [.. Section(0x73, [0xc0, 3, 1, 0x56, 1]), .. Body]),
        ["too many property fields"] = ("properties", [.. Section(0x73, [0xc0, 15, 14, .. Enumerable.Repeat<byte>(0x40, 14)]), .. Body]),
        ["header field of wrong type"] = ("header", [.. Section(0x70, [0xc0, 3, 1, 0x50, 1]), .. Body]),
        ["broken annotation"] = ("message-annotations", [.. Section(0x72, Map(2, Name("a"), [0x5e, 1])), .. Body]),
        ["duplicate annotation"] = ("message-annotations", [.. Section(0x72, Map(4, Name("a"), One, Name("a"), One)), .. Body]),
        ["duplicate numeric annotation"] = ("message-annotations", [.. Section(0x72, Map(4, [0x44], One, [0x53, 0], One)), .. Body]),
        ["null annotation key"] = ("message-annotations", [.. Section(0x72, Map(2, [0x40], One)), .. Body]),
        ["boolean as annotation key"] = ("message-annotations", [.. Section(0x72, Map(2, [0x41], One)), .. Body]),
        ["duplicate delivery annotation"] = ("delivery-annotations", [.. Section(0x71, Map(4, Name("a"), One, Name("a"), One)), .. Body]),
        ["broken footer"] = ("footer", [.. Body, .. Section(0x78, [0xc1, 3, 2, 0x5e, 0x5e])]),
        ["two values"] = ("amqp-value", [.. Section(0x77, One), .. Section(0x77, One)]),
        ["two kinds of body"] = ("amqp-value", [.. Body, .. Section(0x77, One)]),
        ["sections out of order"] = ("message-annotations", [.. Body, .. Section(0x72, Map(0))]),
        ["annotations twice"] = ("message-annotations", [.. Section(0x72, Map(0)), .. Section(0x71, Map(0)), .. Section(0x72, Map(0)), .. Body]),
        ["delivery annotations twice"] = ("delivery-annotations", [.. Section(0x71, Map(0)), .. Section(0x72, Map(0)), .. Section(0x71, Map(0)), .. Body]),
        ["header behind annotations"] = ("header", [.. Section(0x71, Map(0)), .. Section(0x70, [0x45]), .. Body]),
        ["section twice"] = ("properties", [.. Section(0x73, [0x45]), .. Section(0x73, [0x45]), .. Body]),
        ["data of text"] = ("data", Section(0x75, Text("a"))),
        ["sequence of a map"] = ("amqp-sequence", Section(0x76, Map(0))),
        ["deep lists"] = ("amqp-value", Section(0x77, Nested(20))),
        ["broken list inside"] = ("amqp-value", Section(0x77, [0xc0, 5, 1, 0xc0, 2, 7, 0x40])),
        ["broken array inside"] = ("amqp-value", Section(0x77, [0xe0, 4, 1, 0x5e, 1, 1])),
        ["array without constructor"] = ("amqp-value", Section(0x77, [0xe0, 1, 0])),
        ["duplicate key inside"] = ("amqp-value", Section(0x77, Map(4, [0x43], One, [0x52, 0], One))),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static (string Section, byte[] Message) Get(string name) => All[name];

    public static byte[] Section(byte code, byte[] value) => [0x00, 0x53, code, .. value];

    public static byte[] Encode(object? value) => AmqpValues.Encode(value);

    private static byte[] Text(string text) => [0xa1, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Name(string name) => [0xa3, (byte)name.Length, .. Encoding.UTF8.GetBytes(name)];

    private static byte[] Map(byte count, params byte[][] parts)
    {
        byte[] items = [.. parts.SelectMany(part => part)];
        return [0xd1, 0, 0, (byte)((items.Length + 4) >> 8), (byte)(items.Length + 4), 0, 0, 0, count, .. items];
    }

    private static byte[] Nested(int depth) => Encode(
        Enumerable.Range(0, depth).Aggregate((object?)null, (inner, _) => new AmqpList([inner])));
}
