using IotAspire.LocalDashboard.Decoding;

namespace IotAspire.LocalDashboard.Traces;

/// <summary>What a span weighs in memory, estimated from above: pooled texts are counted wherever they are.</summary>
internal static class SpanSize
{
    // The object itself, its arrays' headers and its places in the store's collections.
    private const int OfSpan = 300;
    private const int OfText = 24;
    private const int OfAttribute = 16;
    private const int OfEvent = 80;
    // In the span, and in the index of links.
    private const int OfLink = 24 + 150;

    public static long Of(Span span) =>
        OfSpan + Of(span.Name) + Of(span.Service) + Of(span.Scope) + Of(span.StatusMessage) + Of(span.Attributes) + span.Events.Sum(Of) + ((long)span.Links.Length * OfLink);

    private static long Of(SpanEvent happened) => OfEvent + Of(happened.Name) + Of(happened.Attributes);

    private static long Of(KeyValue[] attributes) => attributes.Sum(attribute => OfAttribute + Of(attribute.Key) + Of(attribute.Value));

    private static long Of(string text) => OfText + (2L * text.Length);
}
