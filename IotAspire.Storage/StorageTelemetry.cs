using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using IotAspire.Storage.Ingest;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace IotAspire.Storage;

/// <summary>
/// Spans and metrics of the database by OpenTelemetry's conventions (https://opentelemetry.io/docs/specs/semconv/db/). The driver makes
/// the spans of statements; this completes them before anyone exports them: a summary as their name, a text without values, and
/// none of those that nobody asked for. From them it also takes <c>db.client.operation.duration</c>, which the driver doesn't have;
/// so the metric counts what sampling leaves out, too.
/// </summary>
internal sealed class StorageTelemetry : IDisposable
{
    public const string Name = "IotAspire.Storage";
    public const string Driver = "MySqlConnector";
    private const string Opening = "Open";
    private const string Text = "db.query.text";
    private const string Summary = "db.query.summary";
    private const string Namespace = "db.namespace";
    private const string Operation = "db.operation.name";
    private const string ErrorType = "error.type";

    // What becomes an attribute of the metric. All have few values: the summary doesn't have those of the text.
    private static readonly string[] Dimensions =
        ["db.system.name", Namespace, Operation, Summary, "server.address", "server.port", "db.response.status_code", ErrorType];

    // What the conventions advise.
    private static readonly InstrumentAdvice<double> Boundaries = new() { HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] };

    private static readonly TimeSpan MetricDelay = TimeSpan.FromSeconds(1);
    private static readonly ActivitySource Source = new(Name);

    private readonly Lazy<string> _database;
    private readonly Histogram<double> _duration;
    private readonly ActivityListener _listener;

    // The driver ends the span of a statement that the server refuses, and only then notes the error on it. An exporter sees that,
    // because it waits; so the metric waits, too.
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ITimer _timer;
    private int _due;

    public StorageTelemetry(IMeterFactory meters, IOptions<IotDbOptions> options, TimeProvider clock)
    {
        // Not before the first statement: providers are built before the configuration is checked, and that names every error.
        _database = new(() => new MySqlConnectionStringBuilder(options.Value.ConnectionString!).Database);
        _duration = meters.Create(Name).CreateHistogram("db.client.operation.duration", "s", "Duration of database client operations.", tags: null, Boundaries);
        _listener = new()
        {
            ShouldListenTo = source => source.Name == Driver,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => _duration.Enabled ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStarted = LeaveOutUnasked,
            ActivityStopped = Complete,
        };
        ActivitySource.AddActivityListener(_listener);
        _timer = clock.CreateTimer(_ => RecordDue(), null, MetricDelay, MetricDelay);
    }

    /// <summary>The transaction of one try to store a batch; its statements are below it.</summary>
    public static Activity? StartBatch(IngestBatch batch)
    {
        var activity = Source.StartActivity("store batch");
        activity?.SetTag("iotaspire.batch.readings", batch.Readings.Count);
        activity?.SetTag("iotaspire.batch.dead_letters", batch.DeadLetters.Count);
        return activity;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _timer.Dispose();
    }

    // Leases, polls and migrations ask the database all the time and belong to nothing: their statements would be most of all traces.
    // They stay in the metric.
    private static void LeaveOutUnasked(Activity activity)
    {
        if (activity.ParentSpanId == default)
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    private void Complete(Activity activity)
    {
        // What takes a connection from the pool is no operation of the database.
        if (!activity.IsAllDataRequested || activity.OperationName == Opening)
            return;
        // Another host in this process may have done it already.
        if (activity.GetTagItem(Summary) is null && activity.GetTagItem(Text) is string sql)
        {
            var (name, text) = Statement.Describe(sql);
            activity.SetTag(Text, text).SetTag(Summary, name);
        }

        activity.DisplayName = activity.GetTagItem(Summary) as string ?? $"{activity.GetTagItem(Operation)} {activity.GetTagItem(Namespace)}";
        if (_duration.Enabled && _database.Value.Equals(activity.GetTagItem(Namespace)))
            _ended.Enqueue(activity);
    }

    // What was there when it was called last.
    private void RecordDue()
    {
        for (; _due > 0 && _ended.TryDequeue(out var activity); _due--)
            _duration.Record(activity.Duration.TotalSeconds, TagsOf(activity));
        _due = _ended.Count;
    }

    private static TagList TagsOf(Activity activity)
    {
        var tags = new TagList();
        foreach (var name in Dimensions)
        {
            if (activity.GetTagItem(name) is { } value)
                tags.Add(name, value);
        }

        return tags;
    }
}
