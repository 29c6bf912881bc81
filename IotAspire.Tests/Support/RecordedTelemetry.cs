using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace IotAspire.Tests.Support;

/// <summary>
/// What a host exports, as it was at that moment. Sources belong to the process, so spans of other tests are among them: a test
/// looks for its own by trace, by database or by the hub's port.
/// </summary>
internal sealed class RecordedTelemetry
{
    private readonly ConcurrentQueue<RecordedSpan> _spans = new();
    private readonly ConcurrentQueue<MeterProvider> _meters = new();
    private readonly ConcurrentQueue<MetricSnapshot> _metrics = new();

    /// <summary>Each once, however many hosts have exported it.</summary>
    public IReadOnlyList<RecordedSpan> Spans => [.. _spans.DistinctBy(span => span.SpanId)];

    /// <summary>To be called for each host.</summary>
    public void AddTo(IServiceCollection services)
    {
        // A host makes its providers itself only where it exports.
        services.AddOpenTelemetry().WithMetrics().WithTracing();
        services.ConfigureOpenTelemetryTracerProvider((_, tracing) => tracing.AddInMemoryExporter(new Collecting<Activity>(span => _spans.Enqueue(new(span)))));
        services.ConfigureOpenTelemetryMeterProvider((_, metrics) => metrics.AddInMemoryExporter(new Collecting<MetricSnapshot>(_metrics.Enqueue)));
        services.AddHostedService(provider => new Keeper(provider.GetRequiredService<MeterProvider>(), _meters));
    }

    /// <summary>Every point of a metric that has all of these attributes, as it is now.</summary>
    public IReadOnlyList<RecordedPoint> Points(string metric, params (string Key, object Value)[] tags)
    {
        _metrics.Clear();
        foreach (var meters in _meters)
            meters.ForceFlush();
        return
        [
            .. _metrics.Where(snapshot => snapshot.Name == metric)
                .SelectMany(snapshot => snapshot.MetricPoints.Select(point => new RecordedPoint(snapshot, point)))
                .Where(point => tags.All(tag => tag.Value.Equals(point.Tags.GetValueOrDefault(tag.Key)))),
        ];
    }

    private sealed class Keeper(MeterProvider meters, ConcurrentQueue<MeterProvider> all) : Microsoft.Extensions.Hosting.IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            all.Enqueue(meters);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    // The exporter only adds.
    private sealed class Collecting<T>(Action<T> add) : ICollection<T>
    {
        public int Count => 0;

        public bool IsReadOnly => false;

        public void Add(T item) => add(item);

        public void Clear() => throw new NotSupportedException();

        public bool Contains(T item) => throw new NotSupportedException();

        public void CopyTo(T[] array, int arrayIndex) => throw new NotSupportedException();

        public IEnumerator<T> GetEnumerator() => throw new NotSupportedException();

        public bool Remove(T item) => throw new NotSupportedException();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

/// <summary>A span as it was when it was exported: what changes it afterwards came too late.</summary>
internal sealed class RecordedSpan(Activity activity)
{
    public string Name { get; } = activity.DisplayName;

    public string Source { get; } = activity.Source.Name;

    public ActivityKind Kind { get; } = activity.Kind;

    public ActivityTraceId TraceId { get; } = activity.TraceId;

    public ActivitySpanId SpanId { get; } = activity.SpanId;

    public ActivitySpanId ParentSpanId { get; } = activity.ParentSpanId;

    public DateTime Start { get; } = activity.StartTimeUtc;

    public TimeSpan Duration { get; } = activity.Duration;

    public ActivityStatusCode Status { get; } = activity.Status;

    public IReadOnlyList<ActivityContext> Links { get; } = [.. activity.Links.Select(link => link.Context)];

    public IReadOnlyDictionary<string, object?> Tags { get; } = activity.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value);

    /// <summary>All that it says, for a test that something isn't said.</summary>
    public IReadOnlyList<string> Texts { get; } =
        [activity.DisplayName, activity.StatusDescription ?? "", .. activity.TagObjects.Concat(activity.Events.SelectMany(one => one.Tags)).Select(tag => $"{tag.Value}")];

    public object? this[string tag] => Tags.GetValueOrDefault(tag);

    /// <summary>As it is by now.</summary>
    public RecordedSpan Now() => new(activity);

    public bool IsBelow(RecordedSpan other) => TraceId == other.TraceId && ParentSpanId == other.SpanId;

    public override string ToString() => $"{Source}/{Name} {TraceId} {string.Join(' ', Tags.Select(tag => $"{tag.Key}={tag.Value}"))}";
}

/// <summary>A series of a metric.</summary>
internal sealed class RecordedPoint(MetricSnapshot metric, MetricPoint point)
{
    public string Unit { get; } = metric.Unit;

    public string Meter { get; } = metric.MeterName;

    public IReadOnlyDictionary<string, object?> Tags { get; } = ReadTags(point);

    /// <summary>Of a counter.</summary>
    public long Sum => point.GetSumLong();

    /// <summary>Of a histogram.</summary>
    public long Count => point.GetHistogramCount();

    /// <summary>Of a histogram, in seconds.</summary>
    public double Seconds => point.GetHistogramSum();

    public IReadOnlyList<double> Boundaries
    {
        get
        {
            var boundaries = new List<double>();
            foreach (var bucket in point.GetHistogramBuckets())
                boundaries.Add(bucket.ExplicitBound);
            return boundaries[..^1];
        }
    }

    private static Dictionary<string, object?> ReadTags(MetricPoint point)
    {
        var tags = new Dictionary<string, object?>();
        foreach (var (key, value) in point.Tags)
            tags.Add(key, value);
        return tags;
    }
}
