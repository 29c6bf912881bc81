namespace IotAspire.ChildProcesses;

/// <summary>What to start and how.</summary>
/// <param name="FileName">A path, or a name to be found on the PATH.</param>
/// <param name="Arguments">The arguments, unquoted.</param>
public sealed record ChildProcessStart(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The child's working directory; the host's own by default.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Changes to the inherited environment; a null value takes the variable away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Text for the child's standard input, which then ends. Without it the input stays open as long as the child lives.</summary>
    public string? StandardInput { get; init; }

    /// <summary>
    /// The program ends by itself when its standard input ends and <see cref="ChildProcessHost.StopOnStandardInputEnd"/> is set
    /// in its environment: so do this solution's services.
    /// </summary>
    public bool EndsWithStandardInput { get; init; }

    /// <summary>Keeps the terminal's Ctrl+C away from a program that can't be told to ignore it. Has no effect on Windows.</summary>
    public bool OutOfReachOfInterrupt { get; init; }

    /// <summary>Called for each line, one at a time per stream, on a pool thread. It must not block for long, because the child waits for it.</summary>
    public Action<OutputLine>? OnOutput { get; init; }
}
