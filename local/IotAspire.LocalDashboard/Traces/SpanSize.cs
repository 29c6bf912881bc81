namespace IotAspire.LocalDashboard.Traces;

/// <summary>What a span weighs in memory, estimated from above.</summary>
internal static class SpanSize
{
    // The object itself, its arrays' headers and its places in the store's collections.
    private const int OfSpan = 420;
    private const int OfAttribute = 16;
    private const int OfEvent = 80;
    // In the span, and in the index of links.
    private const int OfLink = 24 + 150;

    public static long Of(Span span) =>
        OfSpan + span.TextBytes + (OfAttribute * span.Attributes.LongLength) + span.Events.Sum(Of) + (OfLink * span.Links.LongLength);

    private static long Of(SpanEvent happened) => OfEvent + (OfAttribute * happened.Attributes.LongLength);
}
