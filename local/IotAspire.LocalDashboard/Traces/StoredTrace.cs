namespace IotAspire.LocalDashboard.Traces;

/// <summary>The spans of a trace that have come so far. Its owner guards it.</summary>
internal sealed class StoredTrace(TraceId id)
{
    private readonly List<Span> _spans = new(1);

    public TraceId Id { get; } = id;

    public long Bytes { get; private set; }

    public IReadOnlyList<Span> Spans => _spans;

    public void Add(Span span, long bytes)
    {
        _spans.Add(span);
        Bytes += bytes;
    }

    public Span? Find(ulong span) => _spans.Find(candidate => candidate.Ref.Span == span);

    public TraceSummary Summarize()
    {
        var root = _spans[0];
        var (start, end, errors) = (root.Start, root.End, 0);
        foreach (var span in _spans)
        {
            start = Math.Min(start, span.Start);
            end = Math.Max(end, span.End);
            errors += span.IsError ? 1 : 0;
            if (IsBefore(span, root))
                root = span;
        }

        return new(Id, root, start, end, _spans.Count, errors, [.. _spans.Select(span => span.Service).Distinct()]);
    }

    // The root is what has no parent; while that one hasn't come, the earliest stands for it.
    private static bool IsBefore(Span span, Span root) => (span.ParentId == 0, root.ParentId == 0) switch
    {
        (true, false) => true,
        (false, true) => false,
        _ => span.Start < root.Start,
    };
}

/// <summary>A trace in the list.</summary>
internal sealed record TraceSummary(TraceId Id, Span Root, ulong Start, ulong End, int Spans, int Errors, IReadOnlyList<string> Services)
{
    public ulong Duration => End - Start;
}
