using IotAspire.ChildProcesses;

namespace IotAspire.LocalMySql.Finding;

internal static class VersionProbe
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>Asks a server program for its version.</summary>
    /// <returns>The version, or why there is none.</returns>
    public static async Task<(ServerVersion? Version, string Reason)> AskAsync(
        ChildProcessHost host, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            var start = new ChildProcessStart(command[0], [.. command.Skip(1), "--no-defaults", "--version"]);
            var result = await host.RunAsync(start, limit.Token);
            var version = result.ExitCode == 0 ? ServerVersion.Parse(result.Text) : null;
            return (version, $"{command[^1]} --version ended with code {result.ExitCode}: {result.Text}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"{command[^1]} --version didn't end within {Timeout}");
        }
    }
}
