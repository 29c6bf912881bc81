namespace IotAspire.LocalDashboard.Traces;

/// <summary>The latest traces, within the limits of the options: what came first goes first, a whole trace at a time.</summary>
internal sealed class TraceStore(LocalDashboardOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TraceId, StoredTrace> _traces = [];
    private readonly Queue<StoredTrace> _oldestFirst = new();
    private readonly LinkIndex _links = new();
    private TraceCounts _counts = new();

    public TraceCounts Counts
    {
        get
        {
            lock (_lock)
                return _counts with { Traces = _traces.Count };
        }
    }

    public void Add(IEnumerable<Span> spans)
    {
        lock (_lock)
        {
            foreach (var span in spans)
                Add(span);
        }
    }

    /// <summary>The latest of the traces that are wanted, latest first.</summary>
    /// <param name="query">Which are wanted.</param>
    /// <param name="most">So many at most.</param>
    /// <returns>They, how many there are without the limit, and every service that has a span here.</returns>
    public (IReadOnlyList<TraceSummary> Latest, int Matching, IReadOnlyList<string> Services) Find(TraceQuery query, int most)
    {
        lock (_lock)
        {
            var matching = _traces.Values.Select(query.Match).OfType<TraceSummary>().ToList();
            matching.Sort((one, other) => other.Start.CompareTo(one.Start));
            var services = _traces.Values.SelectMany(trace => trace.Spans, (_, span) => span.Service).Distinct().Order(StringComparer.Ordinal);
            return ([.. matching.Take(most)], matching.Count, [.. services]);
        }
    }

    /// <summary>The spans of a trace; null when it isn't here.</summary>
    public IReadOnlyList<Span>? Find(TraceId id)
    {
        lock (_lock)
            return _traces.TryGetValue(id, out var trace) ? [.. trace.Spans] : null;
    }

    /// <summary>The span, if it is here.</summary>
    public Span? Find(SpanRef span)
    {
        lock (_lock)
            return _traces.GetValueOrDefault(span.Trace)?.Find(span.Span);
    }

    /// <summary>The spans here that link to the given one.</summary>
    public IReadOnlyList<SpanRef> LinkingTo(SpanRef target)
    {
        lock (_lock)
            return [.. _links.LinkingTo(target)];
    }

    private void Add(Span span)
    {
        if (!_traces.TryGetValue(span.Ref.Trace, out var trace))
        {
            _traces[span.Ref.Trace] = trace = new(span.Ref.Trace);
            _oldestFirst.Enqueue(trace);
        }

        // An exporter that got no answer sends again.
        if (trace.Find(span.Ref.Span) is not null)
            return;
        if (trace.Spans.Count >= options.MaximumSpansPerTrace)
        {
            _counts = _counts with { DroppedSpans = _counts.DroppedSpans + 1 };
            return;
        }

        var bytes = SpanSize.Of(span);
        trace.Add(span, bytes);
        _links.Add(span);
        _counts = _counts with { Spans = _counts.Spans + 1, Bytes = _counts.Bytes + bytes };
        while (_traces.Count > options.MaximumTraces || _counts.Spans > options.MaximumSpans || _counts.Bytes > options.MaximumSpanBytes)
            DropOldest();
    }

    private void DropOldest()
    {
        var trace = _oldestFirst.Dequeue();
        _traces.Remove(trace.Id);
        foreach (var span in trace.Spans)
            _links.Remove(span);
        _counts = _counts with
        {
            Spans = _counts.Spans - trace.Spans.Count,
            Bytes = _counts.Bytes - trace.Bytes,
            DroppedSpans = _counts.DroppedSpans + trace.Spans.Count,
            DroppedTraces = _counts.DroppedTraces + 1,
        };
    }
}

/// <summary>How much is kept, and how much had to go.</summary>
internal sealed record TraceCounts(int Traces = 0, int Spans = 0, long Bytes = 0, long DroppedTraces = 0, long DroppedSpans = 0);
