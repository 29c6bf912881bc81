using System.Runtime.InteropServices;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace IotAspire.Hosting.Local;

/// <summary>
/// A server's program, in <c>servers/</c> next to this assembly, where the build or the package put it. It is started directly:
/// <c>dotnet run</c> on a project would cost seconds and another process.
/// </summary>
/// <param name="file">Its full path.</param>
internal sealed class LocalServerProgram(string file)
{
    public static LocalServerProgram EventHubs { get; } = Find("eventhubs", "IotAspire.EventHubs.Emulator.dll");

    public static LocalServerProgram MySql { get; } = Find("mysql", "IotAspire.LocalMySql.Server.dll");

    /// <summary>
    /// The dotnet that runs this process, found from its runtime in shared/Microsoft.NETCore.App/VERSION. Another one on the PATH may be
    /// too old.
    /// </summary>
    public static string DotNet { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")) is var host
        && File.Exists(host) ? host : "dotnet";

    /// <summary>The folder in which it lies.</summary>
    public string Folder => Path.GetDirectoryName(file)!;

    /// <summary>The program's full path.</summary>
    /// <exception cref="DistributedApplicationException">It isn't there.</exception>
    public string FullPath => File.Exists(file)
        ? file
        : throw new DistributedApplicationException($"The server program {file} is missing. Build the AppHost again: it comes with IotAspire.Hosting.Local.");

    private static LocalServerProgram Find(string server, string assembly) =>
        new(Path.Combine(Path.GetDirectoryName(typeof(LocalServerProgram).Assembly.Location)!, "servers", server, assembly));
}

internal static class DataFolderPath
{
    /// <summary>The full path of a folder that is given relative to the AppHost's; <c>.data/{name}</c> if none is.</summary>
    public static string Resolve(IResourceBuilder<IResource> server, string? path) =>
        Path.GetFullPath(path ?? Path.Combine(".data", server.Resource.Name), server.ApplicationBuilder.AppHostDirectory);
}
