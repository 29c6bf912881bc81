using System.Runtime.InteropServices;

namespace IotAspire.EventHubs.Emulator.Hosting;

/// <summary>
/// Tells when the process has to end: at SIGTERM or Ctrl+C. A host that stops its children itself sets
/// <c>IOTASPIRE_IGNORE_SIGINT=true</c>, because Ctrl+C reaches them too, and <c>IOTASPIRE_STOP_ON_STDIN_END=true</c> where the
/// operating system can't end a child together with its parent.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;

    public StopSignal()
    {
        var ignoreInterrupt = IsSet("IOTASPIRE_IGNORE_SIGINT");
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, ignore: false));
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, ignoreInterrupt));
        if (IsSet("IOTASPIRE_STOP_ON_STDIN_END"))
            _ = StopAtEndOfInputAsync();
    }

    public Task Stopped => _stop.Task;

    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
    }

    private void Stop(PosixSignalContext context, bool ignore)
    {
        context.Cancel = true;
        if (!ignore)
            _stop.TrySetResult();
    }

    private async Task StopAtEndOfInputAsync()
    {
        await using var input = Console.OpenStandardInput();
        await input.CopyToAsync(Stream.Null);
        _stop.TrySetResult();
    }

    private static bool IsSet(string variable) =>
        string.Equals(Environment.GetEnvironmentVariable(variable), "true", StringComparison.OrdinalIgnoreCase);
}
