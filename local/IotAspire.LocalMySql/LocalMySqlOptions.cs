namespace IotAspire.LocalMySql;

/// <summary>Which server to run, and where its data is.</summary>
public sealed class LocalMySqlOptions
{
    /// <summary>A sixteenth of the memory that this process may use, but 256 at least and 1,024 at most.</summary>
    public static int DefaultBufferPoolMebibytes { get; } = (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 16 >> 20, 256, 1024);

    /// <summary>The folder of the server's data; made if missing. One process at a time may use it.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>An existing server to use instead of a private one; then nothing else here matters.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Which server; by default whichever comes first.</summary>
    public MySqlFlavor Flavor { get; init; }

    /// <summary>The TCP port on 127.0.0.1; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// The path of the Unix socket, in a folder that only this user can open; by default one in a temporary folder of the server's own.
    /// </summary>
    public string? SocketPath { get; init; }

    /// <summary>The password of the account, from this start on; by default a new one at each start.</summary>
    public string? Password { get; init; }

    /// <summary>InnoDB's page cache in MiB; by default <see cref="DefaultBufferPoolMebibytes"/>.</summary>
    public int BufferPoolMebibytes { get; init; } = DefaultBufferPoolMebibytes;

    /// <summary>How long the server may take until it answers; recovery after a crash is part of it.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long it may take to stop before it is killed; what was committed is safe either way.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a server that was downloaded earlier is downloaded again, which gives the distribution's newest. Stop those that run from there first.</summary>
    public bool RenewsPackages { get; init; }

    /// <summary>
    /// Where downloaded servers are kept; by default <c>$XDG_CACHE_HOME/iotaspire</c> or <c>~/.cache/iotaspire</c>; nowhere
    /// for a user without a home folder, because others could have prepared any other place.
    /// </summary>
    public string? CacheDirectory { get; init; }
}

/// <summary>Which of the two related servers.</summary>
public enum MySqlFlavor
{
    /// <summary>Either: whichever is at hand.</summary>
    Any,

    /// <summary>MariaDB.</summary>
    MariaDb,

    /// <summary>Oracle's MySQL.</summary>
    MySql,
}
