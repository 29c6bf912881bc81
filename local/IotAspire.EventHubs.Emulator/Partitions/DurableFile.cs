using System.Text;

namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>Small files that are either the old or the new one after a crash, never half of each.</summary>
internal static class DurableFile
{
    /// <summary>How the names of files end that aren't whole yet; a crash may leave them.</summary>
    public const string Unfinished = ".new";

    public static void Write(string path, string text)
    {
        var temporary = path + Unfinished;
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, Encoding.UTF8.GetBytes(text), 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(temporary, path, overwrite: true);
        DurableDirectory.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
