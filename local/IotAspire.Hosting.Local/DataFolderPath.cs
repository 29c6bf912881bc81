using Aspire.Hosting.ApplicationModel;

namespace IotAspire.Hosting.Local;

internal static class DataFolderPath
{
    /// <summary>The full path of a folder that is given relative to the AppHost's; <c>.data/{name}</c> if none is.</summary>
    public static string Resolve(IResourceBuilder<IResource> server, string? path) =>
        Path.GetFullPath(path ?? Path.Combine(".data", server.Resource.Name), server.ApplicationBuilder.AppHostDirectory);
}
