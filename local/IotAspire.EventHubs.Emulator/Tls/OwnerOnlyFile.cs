namespace IotAspire.EventHubs.Emulator.Tls;

/// <summary>A file that its owner alone may read, from its first byte on.</summary>
internal static class OwnerOnlyFile
{
    /// <summary>Writes it whole or not at all. Without <paramref name="overwrite"/> a file that is there stays; false then.</summary>
    public static bool TryWrite(string path, string text, bool overwrite)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var writer = new StreamWriter(temporary, options))
                writer.Write(text);
            File.Move(temporary, path, overwrite);
            return true;
        }
        catch (IOException) when (!overwrite && File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
