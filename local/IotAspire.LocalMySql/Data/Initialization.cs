using IotAspire.ChildProcesses;
using IotAspire.LocalMySql.Finding;

namespace IotAspire.LocalMySql.Data;

/// <summary>Makes the system tables of a new data directory.</summary>
internal static class Initialization
{
    /// <exception cref="LocalMySqlException">The server refused.</exception>
    public static async Task RunAsync(ChildProcessHost host, ServerBinary binary, string files, string temporary, CancellationToken cancellationToken)
    {
        string[] common = [$"--datadir={files}", $"--tmpdir={temporary}", "--character-set-server=utf8mb4"];
        var start = binary.Flavor == MySqlFlavor.MariaDb
            ? binary.Run([.. common, "--bootstrap", "--log-warnings=0"]) with
            {
                StandardInput = await MariaDbBootstrap.ScriptAsync(host, binary, cancellationToken),
            }
            : binary.Run([.. common, "--initialize-insecure", "--secure-file-priv=NULL", "--mysqlx=OFF"]);
        var result = await host.RunAsync(start, cancellationToken);
        if (result.ExitCode != 0)
            throw new LocalMySqlException($"{binary.Version} from {binary.Origin} couldn't initialise {files}, code {result.ExitCode}: {Tail(result)}");
    }

    private static string Tail(ChildProcessResult result) => string.Join(" / ", result.Output.TakeLast(5).Select(line => line.Text));
}
