using IotAspire.LocalDashboard.Decoding;

namespace IotAspire.LocalDashboard.Logs;

/// <summary>
/// The latest lines of each resource. The console's lines are what is shown, since they exist even when a service dies before it
/// exports; an exported log line adds the trace to its twin from the console, and stands for itself only when there is none.
/// </summary>
internal sealed class LogStore(LocalDashboardOptions options, TimeProvider time)
{
    private const int MostResources = 50;
    private const string Others = "(others)";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LogRing> _rings = [];
    private long _number;
    private long _version;
    private long _dropped;

    /// <summary>How many lines are kept, and how many had to go.</summary>
    public (int Lines, long Dropped) Counts
    {
        get
        {
            lock (_lock)
                return (_rings.Values.Sum(ring => ring.Count), _dropped);
        }
    }

    /// <summary>The resources that have lines.</summary>
    public IReadOnlyList<string> Resources
    {
        get
        {
            lock (_lock)
                return [.. _rings.Keys.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Adds a line of a resource's console.</summary>
    public void Write(string resource, string text, bool isError)
    {
        lock (_lock)
        {
            var ring = RingOf(ref resource);
            Add(ring, resource, LineParser.Parse(text, isError, ring.Last), time.GetUtcNow(), new(), mayHaveTwin: true);
        }
    }

    /// <summary>Adds exported lines.</summary>
    public void Add(IEnumerable<ExportedLog> logs)
    {
        lock (_lock)
        {
            foreach (var log in logs)
            {
                var resource = log.Service;
                var ring = RingOf(ref resource);
                if (ring.Tie(log, _version + 1))
                    _version++;
                else
                    Add(ring, resource, new(log.Level, log.Category, log.Text), UnixTime.ToDateTime(log.Time), log.Span, mayHaveTwin: false);
            }
        }
    }

    /// <summary>The lines that are wanted and new or changed since a version, in order; the latest of them if there are too many.</summary>
    /// <returns>They, and the version to ask with next.</returns>
    public (IReadOnlyList<LogEntry> Entries, long Version) Since(long version, LogQuery query, int most)
    {
        lock (_lock)
        {
            if (version == _version)
                return ([], version);
            var entries = _rings.Values.SelectMany(ring => ring.Entries).Where(entry => entry.Version > version && query.Matches(entry)).OrderBy(entry => entry.Number).ToList();
            return ([.. entries.Skip(entries.Count - most)], _version);
        }
    }

    private void Add(LogRing ring, string resource, LogLine line, DateTimeOffset at, Traces.SpanRef span, bool mayHaveTwin) =>
        _dropped += ring.Add(new(++_number, at, resource, line) { Version = ++_version, Span = span }, mayHaveTwin);

    private LogRing RingOf(ref string resource)
    {
        if (_rings.TryGetValue(resource, out var ring))
            return ring;
        // Names come over the network, too.
        resource = _rings.Count < MostResources ? resource : Others;
        if (!_rings.TryGetValue(resource, out ring))
            _rings[resource] = ring = new(options.MaximumLogLines, options.MaximumLogBytes);
        return ring;
    }
}
