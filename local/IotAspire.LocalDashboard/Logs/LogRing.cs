using IotAspire.LocalDashboard.Decoding;

namespace IotAspire.LocalDashboard.Logs;

/// <summary>The latest lines of one resource. Its owner guards it.</summary>
internal sealed class LogRing(int maximumLines, long maximumBytes)
{
    // A line and its exported twin are written together; the twin comes with the exporter's next batch.
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(10);

    private readonly Queue<LogEntry> _entries = new();
    // What has changed since it was added, and the lines whose twin may come, in their order.
    private readonly Dictionary<long, LogEntry> _changed = [];
    private readonly Dictionary<(string Category, string Text), Queue<LogEntry>> _withoutTwin = [];
    private long _bytes;

    public LogLine Last { get; private set; }

    public int Count => _entries.Count;

    /// <summary>Adds a line.</summary>
    /// <returns>How many had to go for it.</returns>
    public int Add(LogEntry entry, bool mayHaveTwin)
    {
        Last = entry.Line;
        _entries.Enqueue(entry);
        _bytes += entry.Bytes;
        if (mayHaveTwin && entry.Line.Category.Length > 0)
            Expect(entry);
        var dropped = 0;
        while (_entries.Count > maximumLines || _bytes > maximumBytes)
        {
            Drop(_entries.Dequeue());
            dropped++;
        }

        return dropped;
    }

    /// <summary>Ties a line to the span in which it was written.</summary>
    /// <param name="log">The line's exported twin.</param>
    /// <param name="version">The change's version.</param>
    /// <returns>Whether there is such a line.</returns>
    public bool Tie(ExportedLog log, long version)
    {
        var written = UnixTime.ToDateTime(log.Time);
        if (!_withoutTwin.TryGetValue(KeyOf(log.Category, log.Text), out var waiting))
            return false;
        while (waiting.TryPeek(out var entry) && entry.Time < written - Early)
            Unexpect(entry);
        if (!waiting.TryPeek(out var twin) || twin.Time > written + Late)
            return false;
        Unexpect(twin);
        if (log.Span.Trace != default)
            _changed[twin.Number] = twin with { Span = log.Span, Version = version };
        return true;
    }

    /// <summary>The lines, oldest first.</summary>
    public IEnumerable<LogEntry> Entries => _entries.Select(entry => _changed.GetValueOrDefault(entry.Number, entry));

    // The console's formatter writes a message on one line, whatever breaks it has.
    private static (string Category, string Text) KeyOf(string category, string text) =>
        (category, string.Join(' ', text.Split((char[])['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries)));

    private static (string Category, string Text) KeyOf(LogEntry entry) => KeyOf(entry.Line.Category, entry.Line.Text);

    private void Expect(LogEntry entry)
    {
        var key = KeyOf(entry);
        if (!_withoutTwin.TryGetValue(key, out var waiting))
            _withoutTwin[key] = waiting = new(1);
        waiting.Enqueue(entry);
    }

    // It is always the first of its kind: twins are found in order, and lines are dropped in order.
    private void Unexpect(LogEntry entry)
    {
        var key = KeyOf(entry);
        if (_withoutTwin.TryGetValue(key, out var waiting) && waiting.TryPeek(out var first) && first.Number == entry.Number)
        {
            waiting.Dequeue();
            if (waiting.Count == 0)
                _withoutTwin.Remove(key);
        }
    }

    private void Drop(LogEntry entry)
    {
        _bytes -= entry.Bytes;
        _changed.Remove(entry.Number);
        Unexpect(entry);
    }
}
