using IotAspire.ChildProcesses;
using Microsoft.Extensions.Logging;

namespace IotAspire.LocalMySql.Packages;

/// <summary>
/// Downloads a package with everything it depends on, down to the C library, and unpacks it all into one tree. Apt checks
/// signatures and hashes; an empty dpkg status makes it take nothing of the host for granted.
/// </summary>
internal sealed class AptDownload(ChildProcessHost host, string folder, TimeProvider time, ILogger logger)
{
    private static readonly string[] Programs = ["apt-get", "apt-cache", "dpkg"];

    private string ConfigurationFile => Path.Combine(folder, "apt.conf");

    /// <returns>The package that was unpacked.</returns>
    /// <exception cref="LocalMySqlException">A step failed.</exception>
    public async Task<string> RunAsync(PackageRequest request, CancellationToken cancellationToken)
    {
        if (Programs.FirstOrDefault(program => !ExecutablePath.Exists(program)) is { } missing)
            throw new LocalMySqlException($"{missing} isn't on the PATH, so no package can be unpacked");
        await PrepareAsync(request, cancellationToken);

        // One unreachable third-party source makes the whole update fail; what counts is whether the package can be had.
        var update = await RunAsync("apt-get", ["-q", "update"], cancellationToken);
        var offered = await RunAsync("apt-cache", ["pkgnames"], cancellationToken);
        var package = request.Choose(offered.Output.Select(line => line.Text))
            ?? throw new LocalMySqlException($"apt offers no package {request.Name}; apt-get update said: {Tail(update)}");

        await CheckedAsync("apt-get", ["-q", "-y", "--download-only", "install", package], cancellationToken);
        await UnpackAsync(cancellationToken);
        Directory.Delete(Path.Combine(folder, "state"), recursive: true);
        Directory.Delete(Path.Combine(folder, "cache"), recursive: true);
        return package;
    }

    private async Task PrepareAsync(PackageRequest request, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(folder, "state/lists/partial"));
        Directory.CreateDirectory(Path.Combine(folder, "cache/archives/partial"));
        await File.WriteAllTextAsync(Path.Combine(folder, "status"), "", cancellationToken);
        if (request.FromUnstable)
        {
            var repositories = await host.RunAsync(new("apt-get", ["indextargets", "--format", "$(REPO_URI)"]), cancellationToken);
            await File.WriteAllTextAsync(
                Path.Combine(folder, "sources.list"), AptSources.Unstable(repositories.Output.Select(line => line.Text)), cancellationToken);
        }

        await File.WriteAllTextAsync(ConfigurationFile, AptSources.Configuration(folder, request.FromUnstable), cancellationToken);
    }

    private async Task UnpackAsync(CancellationToken cancellationToken)
    {
        var archives = Directory.GetFiles(Path.Combine(folder, "cache/archives"), "*.deb");
        LocalMySqlLog.Unpacking(logger, archives.Length);
        foreach (var archive in archives)
        {
            var result = await host.RunAsync(new("dpkg", ["-x", archive, PackageFolders.Tree(folder)]), cancellationToken);
            Check("dpkg -x", result);
        }
    }

    private async Task CheckedAsync(string program, string[] arguments, CancellationToken cancellationToken) =>
        Check($"{program} {string.Join(' ', arguments)}", await RunAsync(program, arguments, cancellationToken));

    private Task<ChildProcessResult> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var progress = new DownloadProgress(time, logger);
        return host.RunAsync(
            new ChildProcessStart(program, [$"--config-file={ConfigurationFile}", .. arguments])
            {
                // What apt says is read here, so it must say it in English; and it must never ask.
                Environment = new Dictionary<string, string?> { ["LC_ALL"] = "C", ["DEBIAN_FRONTEND"] = "noninteractive" },
                OnOutput = progress.Report,
            },
            cancellationToken);
    }

    private static void Check(string command, ChildProcessResult result)
    {
        if (result.ExitCode != 0)
            throw new LocalMySqlException($"{command} ended with code {result.ExitCode}: {Tail(result)}");
    }

    private static string Tail(ChildProcessResult result) => string.Join(" / ", result.Output.TakeLast(4).Select(line => line.Text));
}
