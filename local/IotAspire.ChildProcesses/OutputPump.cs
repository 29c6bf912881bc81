namespace IotAspire.ChildProcesses;

internal static class OutputPump
{
    /// <summary>Hands on every line until the stream ends. It reads even when nobody listens: a full pipe would stop the child.</summary>
    public static async Task RunAsync(StreamReader reader, bool isError, Action<OutputLine>? onOutput)
    {
        // Leaves the constructor that called before the first callback.
        await Task.Yield();
        while (await reader.ReadLineAsync() is { } line)
            onOutput?.Invoke(new OutputLine(line, isError));
    }
}
