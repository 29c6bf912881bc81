namespace IotAspire.ChildProcesses;

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
