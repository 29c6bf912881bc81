using System.Diagnostics;
using IotAspire.LocalMySql;
using MySqlConnector;

namespace IotAspire.Benchmarks.Api;

/// <summary>The same rows as the server's own client writes them: what a person without the API would do.</summary>
internal static class ClientDump
{
    /// <returns>Rows a second; null where the client isn't installed.</returns>
    public static async Task<double?> RunAsync(string connectionString, MySqlFlavor flavor, long rows, CancellationToken cancellationToken)
    {
        var server = new MySqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(flavor == MySqlFlavor.MySql ? "mysql" : "mariadb") { RedirectStandardOutput = true };
        foreach (var argument in new[]
        {
            "--no-defaults", $"--host={server.Server}", $"--port={server.Port}", $"--user={server.UserID}", "--protocol=tcp", "--quick", "--batch", "--skip-column-names",
            "--execute=SELECT s.sensor_id, r.measured_at, r.value, s.unit, r.enqueued_at, r.flags FROM readings r JOIN sensors s ON s.id = r.sensor", server.Database,
        })
            start.ArgumentList.Add(argument);
        start.Environment["MYSQL_PWD"] = server.Password;
        var begun = Stopwatch.GetTimestamp();
        Process? process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        using (process)
        {
            var buffer = new byte[1 << 16];
            var lines = 0L;
            while (await process.StandardOutput.BaseStream.ReadAsync(buffer, cancellationToken) is var read and > 0)
                lines += buffer.AsSpan(0, read).Count((byte)'\n');
            await process.WaitForExitAsync(cancellationToken);
            return lines == rows ? rows / Stopwatch.GetElapsedTime(begun).TotalSeconds : throw new InvalidOperationException($"The client dumped {lines} rows of {rows}, code {process.ExitCode}.");
        }
    }
}
