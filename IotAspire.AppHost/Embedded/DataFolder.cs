namespace IotAspire.AppHost.Embedded;

/// <summary>The folder of this machine's data, held by one AppHost at a time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _root;

    private DataFolder(string root, FileStream @lock)
    {
        _root = root;
        _lock = @lock;
    }

    public string Hub => Path.Combine(_root, "hub");

    public string MySql => Path.Combine(_root, "mysql");

    /// <summary>What the Generator did to its readings.</summary>
    public string Ledger => Path.Combine(_root, "generator", "ledger.ndjson");

    /// <exception cref="StartFailedException">Another AppHost uses it, or it can't be written.</exception>
    public static DataFolder Open(string root, bool reset)
    {
        try
        {
            Directory.CreateDirectory(root);
            var folder = new DataFolder(root, new FileStream(Path.Combine(root, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            if (reset)
                folder.Reset();
            return folder;
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException))
        {
            throw new StartFailedException(
                $"The data folder {root} is in use: another AppHost runs there. Stop that one, or give this one its own with --data <folder>.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartFailedException($"The data folder {root} can't be used: {exception.Message}", exception);
        }
    }

    public void Dispose() => _lock.Dispose();

    // Only what was made here: the user may have named a folder with other things in it.
    private void Reset()
    {
        foreach (var folder in new[] { Hub, MySql, Path.GetDirectoryName(Ledger)! }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }
}
