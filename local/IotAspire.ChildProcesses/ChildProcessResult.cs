namespace IotAspire.ChildProcesses;

/// <summary>How a child ended and what it wrote.</summary>
/// <param name="ExitCode">0 for success; 128 + the signal's number when a signal ended it.</param>
/// <param name="Output">Both streams' lines, each stream in its order.</param>
public sealed record ChildProcessResult(int ExitCode, IReadOnlyList<OutputLine> Output)
{
    /// <summary>The lines as one text.</summary>
    public string Text => string.Join('\n', Output.Select(line => line.Text));
}
