using System.Text;
using IotAspire.ChildProcesses;
using IotAspire.LocalMySql.Finding;

namespace IotAspire.LocalMySql.Data;

/// <summary>
/// MariaDB's system tables, as its own <c>mariadb-install-db</c> makes them. That script isn't used because it looks for its
/// files at installed paths and isn't everywhere.
/// </summary>
internal static class MariaDbBootstrap
{
    private const string CharacterSets = "character-sets-dir";

    private static readonly string[] Scripts =
    [
        "mysql_system_tables.sql", "mysql_performance_tables.sql", "mysql_system_tables_data.sql",
        "maria_add_gis_sp_bootstrap.sql", "mysql_sys_schema.sql",
    ];

    // From 11.x on the files are called after MariaDB.
    private static readonly string[] NewerScripts = [.. Scripts.Select(script => script.Replace("mysql_", "mariadb_", StringComparison.Ordinal))];

    /// <summary>The statements, one a line as the bootstrap wants them.</summary>
    public static async Task<string> ScriptAsync(ChildProcessHost host, ServerBinary binary, CancellationToken cancellationToken)
    {
        var folder = await ShareFolderAsync(host, binary, cancellationToken);
        var script = new StringBuilder("create database if not exists mysql;\nuse mysql;\nset @auth_root_socket=NULL;\n");
        foreach (var (older, newer) in Scripts.Zip(NewerScripts))
        {
            var file = new[] { older, newer }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
                ?? throw new LocalMySqlException($"{binary.Version} from {binary.Origin} has no {older} in {folder}");
            script.AppendLine(await File.ReadAllTextAsync(file, cancellationToken));
        }

        return script.ToString();
    }

    /// <summary>The scripts are next to the folder of character sets, which the server reports.</summary>
    private static async Task<string> ShareFolderAsync(ChildProcessHost host, ServerBinary binary, CancellationToken cancellationToken)
    {
        var help = await host.RunAsync(binary.Run(["--verbose", "--help"]), cancellationToken);
        var charsets = help.Output
            .Select(line => line.Text)
            .FirstOrDefault(line => line.StartsWith(CharacterSets, StringComparison.Ordinal) && line.Length > CharacterSets.Length)
            ?[CharacterSets.Length..].Trim();
        return Path.GetDirectoryName(charsets?.TrimEnd('/', '\\'))
            ?? throw new LocalMySqlException($"{binary.Version} from {binary.Origin} doesn't tell its {CharacterSets}");
    }
}

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
