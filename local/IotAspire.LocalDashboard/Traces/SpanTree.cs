namespace IotAspire.LocalDashboard.Traces;

/// <summary>Puts the spans of a trace into the order of the waterfall.</summary>
internal static class SpanTree
{
    /// <summary>
    /// Parents before their children, siblings by their start. A span whose parent isn't here stands at the top, and so does the
    /// first of any that are each other's ancestors.
    /// </summary>
    /// <returns>Every span once, with its depth.</returns>
    public static IReadOnlyList<(Span Span, int Depth)> Order(IReadOnlyList<Span> spans)
    {
        var ids = spans.Select(span => span.Ref.Span).ToHashSet();
        var byStart = spans.OrderBy(span => span.Start).ToList();
        var children = byStart.ToLookup(span => span.ParentId);
        List<(Span, int)> ordered = new(spans.Count);
        HashSet<ulong> placed = [];
        foreach (var root in byStart.Where(span => !ids.Contains(span.ParentId)).Concat(byStart))
            Place(root);
        return ordered;

        // No recursion: a hostile trace may be as deep as it has spans.
        void Place(Span root)
        {
            var waiting = new Stack<(Span Span, int Depth)>([(root, 0)]);
            while (waiting.TryPop(out var next))
            {
                if (!placed.Add(next.Span.Ref.Span))
                    continue;
                ordered.Add(next);
                foreach (var child in children[next.Span.Ref.Span].Reverse())
                    waiting.Push((child, next.Depth + 1));
            }
        }
    }
}
