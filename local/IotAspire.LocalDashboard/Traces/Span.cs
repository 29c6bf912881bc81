using IotAspire.LocalDashboard.Decoding;

namespace IotAspire.LocalDashboard.Traces;

/// <summary>A span as it was received. Times are nanoseconds since 1970.</summary>
internal sealed record Span(SpanRef Ref, ulong ParentId, string Service, string Scope, string Name)
{
    public SpanKind Kind { get; init; }

    public ulong Start { get; init; }

    /// <summary>Never before the start.</summary>
    public ulong End { get; init; }

    public bool IsError { get; init; }

    public string StatusMessage { get; init; } = "";

    public KeyValue[] Attributes { get; init; } = [];

    public SpanEvent[] Events { get; init; } = [];

    /// <summary>The spans that it goes back to, usually of other traces.</summary>
    public SpanRef[] Links { get; init; } = [];

    /// <summary>The memory of those of its texts that it doesn't share with others.</summary>
    public long TextBytes { get; init; }

    /// <summary>Whether a text is in its names or attributes; letter case doesn't matter.</summary>
    public bool Contains(string text) =>
        Has(Name, text) || Has(Service, text) || Has(StatusMessage, text) || Has(Attributes, text)
        || Array.Exists(Events, happened => Has(happened.Name, text) || Has(happened.Attributes, text));

    private static bool Has(KeyValue[] attributes, string text) =>
        Array.Exists(attributes, attribute => Has(attribute.Value, text) || Has(attribute.Key, text));

    private static bool Has(string where, string text) => where.Contains(text, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Something that happened within a span.</summary>
internal sealed record SpanEvent(ulong Time, string Name, KeyValue[] Attributes);

/// <summary>A span's part in a conversation; the numbers are the protocol's.</summary>
internal enum SpanKind
{
    Unspecified,
    Internal,
    Server,
    Client,
    Producer,
    Consumer,
}
