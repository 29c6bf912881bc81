using IotAspire.Folders;
using IotAspire.LocalMySql.Finding;

namespace IotAspire.LocalMySql.Data;

/// <summary>The folder that a caller names: the server's files in <c>data/</c>, a file that names the server that created them, and the lock.</summary>
internal sealed class DataDirectory(string root) : IAsyncDisposable
{
    private FolderLock? _lock;

    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The server's own data directory.</summary>
    public string Files => Path.Combine(Root, "data");

    /// <summary>Statements that the server runs at its start.</summary>
    public string AccountsFile => Path.Combine(Root, "accounts.sql");

    /// <summary>
    /// For the server's temporary tables. Not the machine's folder: a starting MariaDB deletes from it what looks like a temporary
    /// table, those of other running servers too, whose queries then fail.
    /// </summary>
    public string Temporary => Path.Combine(Root, "tmp");

    /// <summary>Who made the data; null when there is none yet.</summary>
    public ServerIdentity? Identity { get; private set; }

    private string IdentityFile => Path.Combine(Root, "server.json");

    private string PartialFiles => Path.Combine(Root, "data.partial");

    /// <exception cref="LocalMySqlException">Another process uses it, or what is in it isn't ours.</exception>
    public void Open()
    {
        try
        {
            PrivateFolder.Create(Root);
            PrivateFolder.Create(Temporary);
            _lock = FolderLock.TryTake(Path.Combine(Root, "lock"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalMySqlException($"The data directory {Root} can't be used: {exception.Message}", exception);
        }

        if (_lock is null)
            throw new LocalMySqlException($"The data directory {Root} is in use by another process. Stop that one, or name another directory.");
        if (!Directory.Exists(Files))
            return;
        Identity = ServerIdentity.Read(IdentityFile)
            ?? throw new LocalMySqlException($"The data directory {Root} wasn't made by this program: it has data but no {IdentityFile}. Name another directory.");
    }

    /// <summary>Lets the function fill an empty folder; only a whole one becomes the data.</summary>
    public async Task InitialiseAsync(ServerVersion server, Func<string, Task> fill)
    {
        if (Directory.Exists(PartialFiles))
            Directory.Delete(PartialFiles, recursive: true);
        Directory.CreateDirectory(PartialFiles);
        await fill(PartialFiles);
        Identity = ServerIdentity.CreateFor(server);
        Identity.Write(IdentityFile);
        Directory.Move(PartialFiles, Files);
    }

    /// <summary>Writes down that a newer patch of the same series has opened the data.</summary>
    public void Record(ServerVersion server)
    {
        if (Identity!.Version == server.Number.ToString())
            return;
        Identity = Identity with { Version = server.Number.ToString() };
        Identity.Write(IdentityFile);
    }

    public async ValueTask DisposeAsync()
    {
        if (_lock is not null)
            await _lock.DisposeAsync();
    }
}
