using System.Collections.Concurrent;
using System.Security.Cryptography;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Foreign;

/// <summary>
/// Folders with what a test run installed, kept for the next run: under the build output, one for each content of the
/// files that say what to install. A folder appears only when it is complete.
/// </summary>
internal static class InstalledOnce
{
    // Test classes run at the same time, and many of them need the same folder.
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Installations = new();

    public static async Task<string> GetAsync(string name, IReadOnlyList<string> definedBy, Func<string, Task> install)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in definedBy)
            hash.AppendData(await File.ReadAllBytesAsync(file));
        var folder = Repository.PathOf("artifacts", "foreign", $"{name}-{Convert.ToHexStringLower(hash.GetHashAndReset())[..12]}");
        return await Installations.GetOrAdd(folder, _ => new(() => InstallAsync(folder, install))).Value;
    }

    private static async Task<string> InstallAsync(string folder, Func<string, Task> install)
    {
        if (Directory.Exists(folder))
            return folder;

        var unfinished = $"{folder}.{Environment.ProcessId}";
        Directory.CreateDirectory(unfinished);
        try
        {
            await install(unfinished);
            Directory.Move(unfinished, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another run was faster.
            Directory.Delete(unfinished, recursive: true);
        }
        catch
        {
            Directory.Delete(unfinished, recursive: true);
            throw;
        }

        return folder;
    }
}
