using System.Globalization;
using System.Text;

namespace IotAspire.LocalDashboard.Decoding;

/// <summary>Attributes: <c>KeyValue</c> and <c>AnyValue</c> of opentelemetry-proto's common.proto. Values become the text that is shown.</summary>
internal sealed class AttributeDecoder(WireReader reader, Texts texts)
{
    public const int LongestText = 4_096;
    private const int MostAttributes = 128;
    private const int Deepest = 16;

    private const uint Key = (1 << 3) | WireReader.Delimited;
    private const uint Value = (2 << 3) | WireReader.Delimited;

    private const uint StringValue = (1 << 3) | WireReader.Delimited;
    private const uint BoolValue = 2 << 3;
    private const uint IntValue = 3 << 3;
    private const uint DoubleValue = (4 << 3) | WireReader.Fixed64;
    private const uint ArrayValue = (5 << 3) | WireReader.Delimited;
    private const uint KeyValueList = (6 << 3) | WireReader.Delimited;
    private const uint BytesValue = (7 << 3) | WireReader.Delimited;
    private const uint Element = (1 << 3) | WireReader.Delimited;

    /// <summary>Reads one attribute into the list; what is beyond the limit is read and forgotten.</summary>
    public void ReadInto(List<KeyValue> attributes, int outerEnd)
    {
        var (key, value) = ReadPair(reader.Enter(outerEnd), 0);
        if (attributes.Count < MostAttributes)
            attributes.Add(new(texts.Get(key), texts.Get(value)));
    }

    /// <summary>Reads an <c>AnyValue</c>.</summary>
    public string ReadValue(int outerEnd) => Shorten(ReadValue(reader.Enter(outerEnd), 0));

    public static string Shorten(string text) => text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), "…");

    private (string Key, string Value) ReadPair(int end, int depth)
    {
        var (key, value) = ("", "");
        while (reader.Next(end) is > 0 and var tag)
        {
            switch (tag)
            {
                case Key:
                    key = reader.Text();
                    break;
                case Value:
                    value = ReadValue(reader.Enter(end), depth + 1);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (key, value);
    }

    private string ReadValue(int end, int depth)
    {
        if (depth > Deepest)
            throw new MalformedMessageException($"A value is nested deeper than {Deepest} levels.");
        var value = "";
        while (reader.Next(end) is > 0 and var tag)
        {
            switch (tag)
            {
                case StringValue:
                    value = reader.Text();
                    break;
                case BoolValue:
                    value = reader.Bool() ? "true" : "false";
                    break;
                case IntValue:
                    value = reader.Int64().ToString(CultureInfo.InvariantCulture);
                    break;
                case DoubleValue:
                    value = reader.Double().ToString(CultureInfo.InvariantCulture);
                    break;
                case ArrayValue:
                    value = ReadList('[', ']', reader.Enter(end), depth, ReadElement);
                    break;
                case KeyValueList:
                    value = ReadList('{', '}', reader.Enter(end), depth, ReadNamed);
                    break;
                case BytesValue:
                    value = reader.Bytes().ToBase64();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }

    // More text than is ever shown isn't collected: an array of millions of empty values is a small message.
    private string ReadList(char open, char close, int end, int depth, Func<int, int, string> readElement)
    {
        var text = new StringBuilder().Append(open);
        while (reader.Next(end) is > 0 and var tag)
        {
            if (tag != Element)
            {
                reader.Skip();
                continue;
            }

            var element = readElement(reader.Enter(end), depth + 1);
            if (text.Length <= LongestText)
                text.Append(text.Length > 1 ? ", " : "").Append(element);
        }

        return text.Append(close).ToString();
    }

    private string ReadElement(int end, int depth) => ReadValue(end, depth);

    private string ReadNamed(int end, int depth)
    {
        var (key, value) = ReadPair(end, depth);
        return $"{key}: {value}";
    }
}
