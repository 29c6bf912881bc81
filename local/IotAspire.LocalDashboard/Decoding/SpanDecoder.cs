using IotAspire.LocalDashboard.Traces;

namespace IotAspire.LocalDashboard.Decoding;

/// <summary>A request of traces: <c>Span</c> of opentelemetry-proto's trace.proto.</summary>
internal sealed class SpanDecoder(byte[] buffer, int length, StringPool pool) : RequestDecoder<Span>(buffer, length, pool)
{
    private const int MostEvents = 128;
    private const int MostLinks = 256;

    private const uint TraceId = (1 << 3) | WireReader.Delimited;
    private const uint SpanId = (2 << 3) | WireReader.Delimited;
    private const uint ParentId = (4 << 3) | WireReader.Delimited;
    private const uint Name = (5 << 3) | WireReader.Delimited;
    private const uint Kind = 6 << 3;
    private const uint Start = (7 << 3) | WireReader.Fixed64;
    private const uint End = (8 << 3) | WireReader.Fixed64;
    private const uint Attribute = (9 << 3) | WireReader.Delimited;
    private const uint Event = (11 << 3) | WireReader.Delimited;
    private const uint Link = (13 << 3) | WireReader.Delimited;
    private const uint Status = (15 << 3) | WireReader.Delimited;

    private const uint EventTime = (1 << 3) | WireReader.Fixed64;
    private const uint EventName = (2 << 3) | WireReader.Delimited;
    private const uint EventAttribute = (3 << 3) | WireReader.Delimited;

    private const uint StatusMessage = (2 << 3) | WireReader.Delimited;
    private const uint StatusCode = 3 << 3;
    private const long StatusError = 2;

    protected override Span? ReadItem(string service, string scope, int end)
    {
        var (trace, id, parent, name, kind, start, finish) = (default(TraceId), 0ul, 0ul, "", SpanKind.Unspecified, 0ul, 0ul);
        var (isError, message) = (false, "");
        List<KeyValue> attributes = [];
        List<SpanEvent> events = [];
        List<SpanRef> links = [];
        while (Reader.Next(end) is > 0 and var tag)
        {
            switch (tag)
            {
                case TraceId:
                    trace = Reader.TraceId();
                    break;
                case SpanId:
                    id = Reader.SpanId();
                    break;
                case ParentId:
                    parent = Reader.SpanId();
                    break;
                case Name:
                    name = Texts.Get(Reader.Text());
                    break;
                case Kind:
                    kind = ToKind(Reader.Int64());
                    break;
                case Start:
                    start = Reader.UInt64Fixed();
                    break;
                case End:
                    finish = Reader.UInt64Fixed();
                    break;
                case Attribute:
                    Attributes.ReadInto(attributes, end);
                    break;
                case Event:
                    AddWithin(MostEvents, events, ReadEvent(Reader.Enter(end)));
                    break;
                case Link:
                    AddWithin(MostLinks, links, ReadLink(Reader.Enter(end)));
                    break;
                case Status:
                    (isError, message) = ReadStatus(Reader.Enter(end));
                    break;
                default:
                    Reader.Skip();
                    break;
            }
        }

        // Without ids it belongs nowhere; the protocol calls it invalid.
        return trace == default || id == 0 ? null : new Span(new(trace, id), parent, service, scope, name)
        {
            Kind = kind,
            Start = start,
            End = Math.Max(start, finish),
            IsError = isError,
            StatusMessage = message,
            TextBytes = Texts.TakeBytes(),
            Attributes = [.. attributes],
            Events = [.. events],
            Links = [.. links.Where(link => link.Trace != default && link.Span != 0).Distinct()],
        };
    }

    private static void AddWithin<TItem>(int most, List<TItem> items, TItem item)
    {
        if (items.Count < most)
            items.Add(item);
    }

    private static SpanKind ToKind(long number) => number is >= 1 and <= 5 ? (SpanKind)number : SpanKind.Unspecified;

    private SpanEvent ReadEvent(int end)
    {
        var (time, name) = (0ul, "");
        List<KeyValue> attributes = [];
        while (Reader.Next(end) is > 0 and var tag)
        {
            switch (tag)
            {
                case EventTime:
                    time = Reader.UInt64Fixed();
                    break;
                case EventName:
                    name = Texts.Get(Reader.Text());
                    break;
                case EventAttribute:
                    Attributes.ReadInto(attributes, end);
                    break;
                default:
                    Reader.Skip();
                    break;
            }
        }

        return new(time, name, [.. attributes]);
    }

    private SpanRef ReadLink(int end)
    {
        var (trace, span) = (default(TraceId), 0ul);
        while (Reader.Next(end) is > 0 and var tag)
        {
            switch (tag)
            {
                case TraceId:
                    trace = Reader.TraceId();
                    break;
                case SpanId:
                    span = Reader.SpanId();
                    break;
                default:
                    Reader.Skip();
                    break;
            }
        }

        return new(trace, span);
    }

    private (bool IsError, string Message) ReadStatus(int end)
    {
        var (code, message) = (0L, "");
        while (Reader.Next(end) is > 0 and var tag)
        {
            switch (tag)
            {
                case StatusCode:
                    code = Reader.Int64();
                    break;
                case StatusMessage:
                    message = Texts.Get(Reader.Text());
                    break;
                default:
                    Reader.Skip();
                    break;
            }
        }

        return (code == StatusError, message);
    }
}
