namespace IotAspire.LocalMySql.Running;

/// <summary>The last lines that a server wrote, for the message when it fails.</summary>
internal sealed class RecentLines
{
    private const int Kept = 12;
    private readonly Queue<string> _lines = new();

    public void Add(string line)
    {
        lock (_lines)
        {
            if (_lines.Count == Kept)
                _lines.Dequeue();
            _lines.Enqueue(line);
        }
    }

    /// <summary>The lines that look like errors; all of them if none does.</summary>
    public override string ToString()
    {
        lock (_lines)
        {
            var errors = _lines.Where(line => line.Contains("[ERROR]", StringComparison.Ordinal)).ToList();
            return string.Join('\n', errors.Count > 0 ? errors : _lines.AsEnumerable());
        }
    }
}
