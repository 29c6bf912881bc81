using Google.Protobuf;

namespace IotAspire.Tests.LocalDashboard;

/// <summary>Writes protobuf by hand, also such as no exporter would.</summary>
internal static class Wire
{
    /// <summary>A field with a length: a message made of fields, or bytes.</summary>
    public static byte[] Field(int number, params byte[][] content)
    {
        var bytes = content.SelectMany(part => part).ToArray();
        return Write(output =>
        {
            output.WriteTag(number, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(bytes));
        });
    }

    public static byte[] Text(int number, string text) => Field(number, System.Text.Encoding.UTF8.GetBytes(text));

    public static byte[] Fixed64(int number, ulong value) => Write(output =>
    {
        output.WriteTag(number, WireFormat.WireType.Fixed64);
        output.WriteFixed64(value);
    });

    public static byte[] Varint(int number, long value) => Write(output =>
    {
        output.WriteTag(number, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    });

    /// <summary>A request with one resource and one scope.</summary>
    public static byte[] Request(string service, params byte[][] items) => Field(
        1,
        Field(1, Attribute(1, "service.name", Text(1, service))),
        Field(2, [Field(1, Text(1, "source")), .. items.Select(item => Field(2, item))]));

    public static byte[] Attribute(int number, string key, byte[] value) => Field(number, Text(1, key), Field(2, value));

    private static byte[] Write(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
            write(output);
        return stream.ToArray();
    }
}
