using IotAspire.AppHost.CommandLine;

namespace IotAspire.AppHost;

/// <summary>Where local servers and the Generator keep their data.</summary>
internal static class DataFolder
{
    /// <summary>A folder of it, emptied first if that was asked for.</summary>
    public static string Prepare(this AppHostOptions options, string folder)
    {
        if (options.IsReset && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        return folder;
    }
}
