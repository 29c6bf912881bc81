using IotAspire.ChildProcesses;

namespace IotAspire.AppHost.Embedded.Resources;

/// <summary>What a child said about why it doesn't start, for the one message at the end.</summary>
internal sealed class StartErrors
{
    private const string ConfigurationError = "Configuration error:";
    private const int LastKept = 3;
    private readonly List<string> _configuration = [];
    private readonly Queue<string> _lastErrors = new();
    private readonly Lock _lock = new();

    public void Add(OutputLine line)
    {
        lock (_lock)
        {
            if (line.Text.StartsWith(ConfigurationError, StringComparison.Ordinal))
                _configuration.Add(line.Text);
            else if (line.IsError)
                _lastErrors.Enqueue(line.Text);
            if (_lastErrors.Count > LastKept)
                _lastErrors.Dequeue();
        }
    }

    /// <summary>The configuration errors that a service lists; without any, the end of its standard error.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            var lines = _configuration.Count > 0 ? (IReadOnlyCollection<string>)_configuration : _lastErrors;
            return lines.Count == 0 ? "; its lines above say more" : $":\n  {string.Join("\n  ", lines)}";
        }
    }
}
