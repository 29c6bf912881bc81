using Google.Protobuf;

namespace IotAspire.LocalDashboard.Decoding;

/// <summary>
/// The three levels that requests of traces and of logs have in common: the request holds resources, a resource holds scopes,
/// a scope holds items. The field numbers are the same in both.
/// </summary>
internal abstract class RequestDecoder<T>
{
    /// <summary>A span or a log line may be two bytes on the wire and a thousand times that in memory.</summary>
    private const int MostItems = 20_000;

    private const uint Resources = (1 << 3) | WireReader.Delimited;
    private const uint Resource = (1 << 3) | WireReader.Delimited;
    private const uint Scopes = (2 << 3) | WireReader.Delimited;
    private const uint Scope = (1 << 3) | WireReader.Delimited;
    private const uint Items = (2 << 3) | WireReader.Delimited;

    private readonly ResourceDecoder _resources;
    private readonly List<T> _items = [];

    protected RequestDecoder(byte[] buffer, int length, StringPool pool)
    {
        Texts = new Texts(pool);
        Reader = new WireReader(buffer, length);
        Attributes = new AttributeDecoder(Reader, Texts);
        _resources = new ResourceDecoder(Reader, Attributes, Texts);
    }

    protected Texts Texts { get; }

    protected WireReader Reader { get; }

    protected AttributeDecoder Attributes { get; }

    /// <summary>Decodes the whole request.</summary>
    /// <exception cref="MalformedMessageException">It isn't one.</exception>
    public IReadOnlyList<T> Decode()
    {
        try
        {
            while (Reader.Next(Reader.End) is > 0 and var tag)
            {
                if (tag == Resources)
                    ReadResource(Reader.Enter(Reader.End));
                else
                    Reader.Skip();
            }

            return _items;
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new MalformedMessageException(exception.Message, exception);
        }
    }

    /// <summary>Decodes one item; null when it is of no use.</summary>
    protected abstract T? ReadItem(string service, string scope, int end);

    // The resource is written before what it owns by every exporter known; the protocol doesn't promise it.
    private void ReadResource(int end)
    {
        var service = "";
        while (Reader.Next(end) is > 0 and var tag)
        {
            switch (tag)
            {
                case Resource:
                    service = _resources.ReadService(end);
                    break;
                case Scopes:
                    ReadScope(service, Reader.Enter(end));
                    break;
                default:
                    Reader.Skip();
                    break;
            }
        }
    }

    private void ReadScope(string service, int end)
    {
        var scope = "";
        while (Reader.Next(end) is > 0 and var tag)
        {
            switch (tag)
            {
                case Scope:
                    scope = _resources.ReadScope(end);
                    break;
                case Items:
                    if (ReadItem(service, scope, Reader.Enter(end)) is { } item)
                        Add(item);
                    break;
                default:
                    Reader.Skip();
                    break;
            }
        }
    }

    private void Add(T item)
    {
        if (_items.Count == MostItems)
            throw new MalformedMessageException($"The request has more than {MostItems} items.");
        _items.Add(item);
    }
}
