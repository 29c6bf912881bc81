using IotAspire.AppHost.CommandLine;
using IotAspire.Folders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IotAspire.AppHost;

/// <summary>Where local servers and the Generator keep their data, held by one AppHost at a time.</summary>
internal static class DataFolder
{
    private static readonly string[] Folders = ["hub", "mysql", "generator"];

    /// <summary>A folder of it.</summary>
    public static string FolderOf(this AppHostOptions options, string name) => Path.Combine(options.DataFolder, name);

    /// <summary>Takes the folder before anything starts, and empties it if that was asked for.</summary>
    public static void UseDataFolder(this IDistributedApplicationBuilder builder, AppHostOptions options) => builder.Eventing.Subscribe<BeforeStartEvent>((starting, _) =>
    {
        var held = Take(options);
        starting.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(held.Dispose);
        return Task.CompletedTask;
    });

    /// <summary>Holds the folder until it is disposed.</summary>
    public static FileStream Take(AppHostOptions options)
    {
        var root = options.DataFolder;
        FileStream? held = null;
        try
        {
            PrivateFolder.CreateReadable(root);
            held = Lock(root);
            // Only what was made here: the user may have named a folder with other things in it.
            foreach (var folder in Folders.Select(options.FolderOf).Where(folder => options.IsReset && Directory.Exists(folder)))
                Directory.Delete(folder, recursive: true);
            foreach (var folder in Folders.Select(options.FolderOf).Where(Directory.Exists))
                PrivateFolder.Create(folder);
            return held;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            throw new DistributedApplicationException($"The data folder {root} can't be used: {exception.Message}", exception);
        }
    }

    private static FileStream Lock(string root)
    {
        try
        {
            return PrivateFolder.Lock(Path.Combine(root, "lock"));
        }
        // There is no specific exception type for a lock that another process holds.
        catch (IOException exception) when (exception.GetType() == typeof(IOException))
        {
            throw new DistributedApplicationException(
                $"The data folder {root} is in use: another AppHost runs there. Stop that one, or give this one its own with --data <folder>.", exception);
        }
    }
}

/// <summary>Where a server keeps what it is to forget when the data is reset.</summary>
internal sealed record DataFolderAnnotation(string Folder) : IResourceAnnotation;
