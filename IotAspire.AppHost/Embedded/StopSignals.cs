using System.Runtime.InteropServices;

namespace IotAspire.AppHost.Embedded;

/// <summary>
/// Ctrl+C, SIGTERM and a closed terminal ask for a stop. A second signal changes nothing: a signal to the process group comes
/// twice under <c>dotnet run</c>, which passes it on.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<PosixSignalRegistration> _registrations;

    public StopSignals() =>
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }.Select(signal => PosixSignalRegistration.Create(signal, Handle))];

    public CancellationToken Token => _stopping.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stopping.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        _stopping.Cancel();
    }
}
