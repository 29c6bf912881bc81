using IotAspire.LocalDashboard.Traces;

namespace IotAspire.Tests.LocalDashboard;

public sealed class TraceStoreTests
{
    [Fact]
    public void The_oldest_trace_goes_first_and_is_counted()
    {
        var store = new TraceStore(new() { MaximumTraces = 2 });
        store.Add([Span(1, 1), Span(1, 2), Span(2, 1), Span(3, 1)]);

        Assert.Null(store.Find(new TraceId(0, 1)));
        Assert.Equal((2, 2, 1, 2), (store.Counts.Traces, store.Counts.Spans, store.Counts.DroppedTraces, store.Counts.DroppedSpans));
    }

    [Fact]
    public void Spans_and_bytes_have_their_limits_too()
    {
        var bySpans = new TraceStore(new() { MaximumSpans = 5 });
        bySpans.Add(Enumerable.Range(1, 100).Select(number => Span((ulong)number / 2, (ulong)number)));
        Assert.InRange(bySpans.Counts.Spans, 4, 5);

        var byBytes = new TraceStore(new() { MaximumSpanBytes = 1 << 20 });
        byBytes.Add(Enumerable.Range(1, 1_000).Select(number => Span((ulong)number, 1) with { TextBytes = 8_000 }));
        Assert.InRange(byBytes.Counts.Bytes, 1, 1 << 20);
        Assert.Equal(1_000, byBytes.Counts.Spans + byBytes.Counts.DroppedSpans);
    }

    [Fact]
    public void A_trace_that_never_ends_does_not_push_out_the_others()
    {
        var store = new TraceStore(new() { MaximumSpansPerTrace = 10 });
        store.Add(Enumerable.Range(1, 100).Select(number => Span(1, (ulong)number)).Append(Span(2, 1)));

        Assert.Equal(10, store.Find(new TraceId(0, 1))!.Count);
        Assert.Equal((11, 90), (store.Counts.Spans, store.Counts.DroppedSpans));
    }

    [Fact]
    public void A_span_that_is_sent_again_is_one()
    {
        var store = new TraceStore(new());
        store.Add([Span(1, 1), Span(1, 1)]);

        Assert.Equal(1, store.Counts.Spans);
    }

    [Fact]
    public void Links_are_found_from_both_ends_until_their_span_goes()
    {
        var store = new TraceStore(new() { MaximumTraces = 2 });
        var sent = new SpanRef(new(0, 1), 1);
        store.Add([Span(1, 1), Span(2, 7) with { Links = [sent] }]);
        Assert.Equal([new SpanRef(new(0, 2), 7)], store.LinkingTo(sent));

        store.Add([Span(3, 1), Span(4, 1)]);
        Assert.Empty(store.LinkingTo(sent));
    }

    [Fact]
    public void Filters_choose_and_the_latest_come_first()
    {
        var store = new TraceStore(new());
        store.Add([
            Span(1, 1) with { Name = "send telemetry", Start = 1_000, End = 2_000 },
            Span(2, 1) with { Service = "api", Start = 2_000, End = 9_000_000 },
            Span(3, 1) with { Service = "api", Start = 3_000, End = 4_000, IsError = true, Attributes = [new("db.query.text", "SELECT 1")] },
        ]);

        Assert.Equal([3, 2, 1], Found(new()));
        Assert.Equal([3, 2], Found(new("api")));
        Assert.Equal([3], Found(new(ErrorsOnly: true)));
        Assert.Equal([2], Found(new(MinimumDuration: 1_000_000)));
        Assert.Equal([1], Found(new(Text: "TELEMETRY")));
        Assert.Equal([3], Found(new(Text: "select")));
        Assert.Equal([2], Found(new(Text: new TraceId(0, 2).ToString())));
        Assert.Equal((1, 3), (store.Find(new(), 1).Latest.Count, store.Find(new(), 1).Matching));

        IEnumerable<int> Found(TraceQuery query) => store.Find(query, 10).Latest.Select(trace => (int)trace.Id.Low);
    }

    [Fact]
    public void The_root_stands_for_its_trace_whatever_came_first()
    {
        var store = new TraceStore(new());
        store.Add([Span(1, 2) with { ParentId = 1, Name = "child", Start = 5 }, Span(1, 1) with { Name = "root", Start = 9 }]);

        Assert.Equal("root", Assert.Single(store.Find(new(), 1).Latest).Root.Name);
    }

    [Fact]
    public void Parents_come_before_children_and_no_cycle_or_depth_breaks_the_order()
    {
        Span[] spans = [Child(3, 1, start: 30), Child(2, 1, start: 20), Child(1, 0, start: 10), Child(4, 2, start: 40), Child(9, 99, start: 5)];
        Assert.Equal([(9, 0), (1, 0), (2, 1), (4, 2), (3, 1)], Ordered(spans));

        Assert.Equal([(1, 0), (2, 1)], Ordered([Child(1, 2, start: 1), Child(2, 1, start: 2)]));
        Assert.Equal([(1, 0)], Ordered([Child(1, 1, start: 1)]));
        Assert.Equal(50_000, Ordered([.. Enumerable.Range(1, 50_000).Select(number => Child((ulong)number, (ulong)number - 1, 1))]).Last().Item2 + 1);

        static IEnumerable<(int, int)> Ordered(Span[] spans) => SpanTree.Order(spans).Select(entry => ((int)entry.Span.Ref.Span, entry.Depth));
        static Span Child(ulong id, ulong parent, ulong start) => Span(1, id) with { ParentId = parent, Start = start };
    }

    private static Span Span(ulong trace, ulong id) => new(new(new(0, trace), id), 0, "generator", "source", "name") { Start = 1, End = 2 };
}
