using System.Net;
using System.Net.Sockets;
using IotAspire.LocalMySql.Data;

namespace IotAspire.LocalMySql.Running;

internal static class ServerArguments
{
    /// <summary>How the server runs. What protects committed data keeps the server's own, safe defaults.</summary>
    public static IEnumerable<string> For(MySqlFlavor flavor, DataDirectory directory, string socket, int port, int bufferPoolMebibytes)
    {
        yield return $"--datadir={directory.Files}";
        yield return $"--tmpdir={directory.Temporary}";
        yield return "--bind-address=127.0.0.1";
        yield return $"--port={port}";
        yield return $"--socket={socket}";
        yield return "--pid-file=server.pid";
        yield return $"--init-file={directory.AccountsFile}";
        yield return "--character-set-server=utf8mb4";
        yield return "--local-infile=1";
        yield return "--skip-name-resolve";
        // Only replicas would read it, at the price of a second fsync per commit.
        yield return "--skip-log-bin";
        yield return "--performance-schema=OFF";
        yield return $"--innodb-buffer-pool-size={bufferPoolMebibytes}M";
        // A full redo log makes writers wait for pages to be flushed; the default holds few seconds of ours.
        yield return flavor == MySqlFlavor.MySql ? "--innodb-redo-log-capacity=512M" : "--innodb-log-file-size=512M";
        // Where statements may read and write files: nowhere; MariaDB knows only folders.
        yield return flavor == MySqlFlavor.MySql ? "--secure-file-priv=NULL" : $"--secure-file-priv={directory.Temporary}";
        if (flavor == MySqlFlavor.MySql)
            yield return "--mysqlx=OFF";

        // Elsewhere the log goes to standard error by itself.
        if (OperatingSystem.IsWindows())
            yield return "--console";
    }
}

internal static class FreePort
{
    /// <summary>A port that was free a moment ago; somebody else may still come first.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
