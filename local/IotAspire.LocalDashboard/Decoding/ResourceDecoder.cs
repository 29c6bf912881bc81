namespace IotAspire.LocalDashboard.Decoding;

/// <summary>What sends: <c>Resource</c> and <c>InstrumentationScope</c>; of both only the names.</summary>
internal sealed class ResourceDecoder(WireReader reader, AttributeDecoder attributes, Texts texts)
{
    private const string ServiceName = "service.name";
    private const string Unknown = "(unknown)";
    private const uint Attributes = (1 << 3) | WireReader.Delimited;
    private const uint Name = (1 << 3) | WireReader.Delimited;

    /// <returns>The service's name.</returns>
    public string ReadService(int outerEnd)
    {
        List<KeyValue> read = [];
        var end = reader.Enter(outerEnd);
        while (reader.Next(end) is > 0 and var tag)
        {
            if (tag == Attributes)
                attributes.ReadInto(read, end);
            else
                reader.Skip();
        }

        return read.Find(attribute => attribute.Key == ServiceName).Value is { Length: > 0 } name ? name : Unknown;
    }

    /// <returns>The scope's name: the source of spans, the category of logs.</returns>
    public string ReadScope(int outerEnd)
    {
        var name = "";
        var end = reader.Enter(outerEnd);
        while (reader.Next(end) is > 0 and var tag)
        {
            if (tag == Name)
                name = reader.Text();
            else
                reader.Skip();
        }

        return texts.Get(name);
    }
}
