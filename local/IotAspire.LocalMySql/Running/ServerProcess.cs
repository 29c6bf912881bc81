using System.Globalization;
using System.Security.Cryptography;
using IotAspire.ChildProcesses;
using IotAspire.Folders;
using IotAspire.LocalMySql.Data;
using IotAspire.LocalMySql.Finding;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace IotAspire.LocalMySql.Running;

/// <summary>A server that was started on a port and answers there.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int PasswordLength = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly SocketFolder _socket;
    private readonly RecentLines _recent = new();
    private readonly ILogger _logger;
    private readonly TimeProvider _time;

    private ServerProcess(
        ChildProcessHost host, ServerBinary binary, DataDirectory directory, LocalMySqlOptions options, Account account, int port, TimeProvider time, ILogger logger)
    {
        _logger = logger;
        _time = time;
        Port = port;
        _socket = new(options.SocketPath);
        ConnectionString = account.OverTcp(port);
        SignIn = account.OverSocket(_socket.Socket, port);
        var arguments = ServerArguments.For(binary.Flavor, directory, _socket.Socket, port, options.BufferPoolMebibytes);
        Child = host.Start(binary.Run(arguments) with { OnOutput = Write, OutOfReachOfInterrupt = true });
    }

    public ChildProcess Child { get; }

    public int Port { get; }

    /// <summary>For others.</summary>
    public string ConnectionString { get; }

    /// <summary>For this process.</summary>
    public string SignIn { get; }

    /// <summary>Whether it ended because its port belonged to somebody else.</summary>
    private bool PortWasTaken => _recent.ToString().Contains("already in use", StringComparison.OrdinalIgnoreCase);

    /// <summary>Starts the server and waits until it answers. If a free port is taken before the server listens, another one is used.</summary>
    /// <exception cref="LocalMySqlException">It ended, or didn't answer in time.</exception>
    public static async Task<ServerProcess> StartAsync(
        ChildProcessHost host, ServerBinary binary, DataDirectory directory, LocalMySqlOptions options, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            // A new password each time: where there is no socket, the program that has the port may have seen the last one.
            var account = new Account(options.Password ?? RandomNumberGenerator.GetHexString(PasswordLength, lowercase: true));
            PrivateFolder.WriteFile(directory.AccountsFile, account.Statements);
            var port = options.Port == 0 ? FreePort.Next() : options.Port;
            var server = new ServerProcess(host, binary, directory, options, account, port, time, logger);
            try
            {
                await server.WaitUntilItAnswersAsync(binary, options.StartTimeout, cancellationToken);
                return server;
            }
            catch (LocalMySqlException) when (options.Port == 0 && attempt < 3 && server.PortWasTaken)
            {
                LocalMySqlLog.PortTaken(logger, port);
                await server.DisposeAsync();
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Stops the server cleanly, or kills it after the timeout.</summary>
    public async Task StopAsync(TimeSpan timeout)
    {
        if (Child.Exited.IsCompleted)
            return;
        var started = _time.GetTimestamp();
        if (OperatingSystem.IsWindows())
            await ShutDownBySqlAsync();
        var exitCode = await Child.StopAsync(timeout);
        LocalMySqlLog.Stopped(_logger, exitCode, _time.GetElapsedTime(started).TotalSeconds);
    }

    public async ValueTask DisposeAsync()
    {
        await Child.DisposeAsync();
        _socket.Dispose();
    }

    private async Task WaitUntilItAnswersAsync(ServerBinary binary, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        Exception? last = null;
        while (_time.GetElapsedTime(started) < timeout)
        {
            if (Child.Exited.IsCompleted)
                throw new LocalMySqlException($"{binary.Version} from {binary.Origin} exited during startup on port {Port} with code {await Child.Exited}:\n{_recent}");
            try
            {
                await PingAsync(cancellationToken);
                return;
            }
            catch (MySqlException exception)
            {
                last = exception;
                await Task.Delay(Pause, _time, cancellationToken);
            }
        }

        throw new LocalMySqlException($"{binary.Version} from {binary.Origin} doesn't answer on port {Port} after {timeout}: {last?.Message}\n{_recent}");
    }

    private async Task PingAsync(CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(SignIn);
        await connection.OpenAsync(cancellationToken);
    }

    // Windows has no SIGTERM.
    private async Task ShutDownBySqlAsync()
    {
        await using var connection = new MySqlConnection(SignIn);
        await connection.OpenAsync();
        await using var command = new MySqlCommand("shutdown", connection);
        await command.ExecuteNonQueryAsync();
    }

    private void Write(OutputLine line)
    {
        // Names of clients may be in it, and must not drive the terminal.
        var text = string.Concat(line.Text.Select(character => IsInvisible(character) ? '\uFFFD' : character));
        _recent.Add(text);
        if (text.Contains("[ERROR]", StringComparison.Ordinal))
            LocalMySqlLog.ServerError(_logger, text);
        else
            LocalMySqlLog.ServerOutput(_logger, text);
    }

    private static bool IsInvisible(char character) =>
        char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
