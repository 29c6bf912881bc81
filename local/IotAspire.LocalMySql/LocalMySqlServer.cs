using IotAspire.ChildProcesses;
using IotAspire.LocalMySql.Data;
using IotAspire.LocalMySql.Finding;
using IotAspire.LocalMySql.Packages;
using IotAspire.LocalMySql.Running;
using Microsoft.Extensions.Logging;

namespace IotAspire.LocalMySql;

/// <summary>
/// A MySQL or MariaDB server for this process alone, or an existing one. Disposing it stops a private server cleanly; if this
/// process is killed, the server is too, and the next start recovers.
/// </summary>
public sealed class LocalMySqlServer : IAsyncDisposable
{
    private readonly ChildProcessHost? _host;
    private readonly DataDirectory? _directory;
    private readonly ServerProcess? _process;
    private readonly TimeSpan _stopTimeout;
    private readonly string _name;
    private readonly string _signIn;

    private LocalMySqlServer(ServerVersion version, string connectionString, string signIn)
    {
        _signIn = signIn;
        _name = version.ToString();
        Version = version.Number;
        Flavor = version.Flavor;
        ConnectionString = connectionString;
    }

    private LocalMySqlServer(ServerVersion version, ServerProcess process, ChildProcessHost host, DataDirectory directory, TimeSpan stopTimeout)
        : this(version, process.ConnectionString, process.SignIn)
    {
        _process = process;
        _host = host;
        _directory = directory;
        _stopTimeout = stopTimeout;
    }

    /// <summary>How to reach it, without a database. The account administrates the server, and through it can write files as this user.</summary>
    public string ConnectionString { get; }

    /// <summary>MariaDB or MySQL, never <see cref="MySqlFlavor.Any"/>.</summary>
    public MySqlFlavor Flavor { get; }

    /// <summary>Its version.</summary>
    public Version Version { get; }

    /// <summary>The port of a private server; null for an existing one.</summary>
    public int? Port => _process?.Port;

    /// <summary>The process id of a private server; null for an existing one.</summary>
    public int? ProcessId => _process?.Child.Id;

    /// <summary>Completes when a private server has ended, for whatever reason; never for an existing one.</summary>
    public Task Exited => _process?.Child.Exited ?? Task.Delay(Timeout.Infinite);

    /// <summary>Finds a server, makes its data directory if it is new, and starts it.</summary>
    /// <exception cref="LocalMySqlException">None could be had or started; the message says why and what to do.</exception>
    public static async Task<LocalMySqlServer> StartAsync(
        LocalMySqlOptions options, ILoggerFactory loggerFactory, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        var logger = loggerFactory.CreateLogger<LocalMySqlServer>();
        if (!string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            var version = await ExistingServer.VersionAsync(options.ConnectionString, cancellationToken);
            LocalMySqlLog.Configured(logger, version.ToString());
            return new LocalMySqlServer(version, options.ConnectionString, options.ConnectionString);
        }

        var host = new ChildProcessHost();
        var directory = new DataDirectory(options.DataDirectory);
        try
        {
            return await StartPrivateAsync(options, host, directory, TimeProvider.System, logger, cancellationToken);
        }
        catch
        {
            await directory.DisposeAsync();
            host.Dispose();
            throw;
        }
    }

    /// <summary>Makes a database if it is missing. A database that the connection string names already is the one meant.</summary>
    /// <returns>The connection string with the database.</returns>
    /// <exception cref="LocalMySqlException">The server doesn't answer, or the account may not.</exception>
    public Task<string> EnsureDatabaseAsync(string name, CancellationToken cancellationToken) =>
        Databases.EnsureAsync(_signIn, ConnectionString, name, cancellationToken);

    /// <summary>Asks the server something, to see whether it answers.</summary>
    /// <exception cref="LocalMySqlException">It doesn't.</exception>
    public Task CheckAsync(CancellationToken cancellationToken) => ExistingServer.VersionAsync(_signIn, cancellationToken);

    /// <summary>Stops a private server; an existing one is left alone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        await _process.StopAsync(_stopTimeout);
        await _process.DisposeAsync();
        await _directory!.DisposeAsync();
        _host!.Dispose();
    }

    /// <summary>Such as <c>MariaDB 10.11.19</c>.</summary>
    public override string ToString() => _name;

    private static async Task<LocalMySqlServer> StartPrivateAsync(
        LocalMySqlOptions options, ChildProcessHost host, DataDirectory directory, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        directory.Open();
        var packaged = new PackagedServers(host, options.CacheDirectory ?? PackageFolders.DefaultCache(), options.RenewsPackages, time, logger);
        var search = new ServerSearch(new InstalledServers(host, InstalledServers.UsualFolders), packaged);
        var binary = await new ServerChoice(search, host, logger).ChooseAsync(options.Flavor, directory, cancellationToken);
        var process = await ServerProcess.StartAsync(host, binary, directory, options, time, logger, cancellationToken);
        directory.Record(binary.Version);
        LocalMySqlLog.Started(logger, binary.Version.ToString(), binary.Origin, process.Port, string.Join("; ", search.Reasons));
        return new LocalMySqlServer(binary.Version, process, host, directory, options.StopTimeout);
    }
}
