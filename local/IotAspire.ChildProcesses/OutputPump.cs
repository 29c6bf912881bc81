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

/// <summary>One line that a child process wrote.</summary>
/// <param name="Text">The line without its line break.</param>
/// <param name="IsError">Whether it came from standard error.</param>
public readonly record struct OutputLine(string Text, bool IsError);

internal static class InputWriter
{
    public static async Task WriteAndCloseAsync(StreamWriter input, string text)
    {
        try
        {
            await input.WriteAsync(text);
        }
        catch (IOException)
        {
            // The child ended or closed its input before reading all of it; its exit code tells the rest.
        }
        finally
        {
            Close(input);
        }
    }

    public static void Close(StreamWriter input)
    {
        try
        {
            input.Dispose();
        }
        catch (IOException)
        {
            // What was still buffered has no reader any more.
        }
    }
}
