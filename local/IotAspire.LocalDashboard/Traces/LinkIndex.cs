namespace IotAspire.LocalDashboard.Traces;

/// <summary>The links the other way round: which spans go back to a span.</summary>
internal sealed class LinkIndex
{
    private readonly Dictionary<SpanRef, List<SpanRef>> _from = [];

    public void Add(Span span)
    {
        foreach (var target in span.Links)
        {
            if (!_from.TryGetValue(target, out var sources))
                _from[target] = sources = new(1);
            sources.Add(span.Ref);
        }
    }

    public void Remove(Span span)
    {
        foreach (var target in span.Links)
        {
            if (_from.TryGetValue(target, out var sources) && sources.Remove(span.Ref) && sources.Count == 0)
                _from.Remove(target);
        }
    }

    /// <summary>The spans that link to the given one.</summary>
    public IReadOnlyList<SpanRef> LinkingTo(SpanRef target) => _from.GetValueOrDefault(target, []);
}
