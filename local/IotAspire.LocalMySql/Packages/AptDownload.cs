using System.Runtime.InteropServices;
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

/// <summary>Apt's configuration for a separate folder. The host's sources, mirror, proxy and keys stay in force.</summary>
internal static class AptSources
{
    private const string DebianKeys = "/usr/share/keyrings/debian-archive-keyring.gpg";
    private const string DebianMirror = "http://deb.debian.org/debian";

    /// <summary>
    /// The configuration. It must be given with <c>--config-file</c>, which apt reads last: the host's hooks, some of which
    /// delete files of the system, can't be cleared from what it reads first.
    /// </summary>
    public static string Configuration(string folder, bool fromUnstable) => $"""
        Dir::State "{folder}/state";
        Dir::State::Lists "lists/";
        Dir::State::status "{folder}/status";
        Dir::Cache "{folder}/cache";
        Dir::Cache::archives "archives/";
        Dir::Log "{folder}";
        {(fromUnstable ? $"Dir::Etc::sourcelist \"{folder}/sources.list\";\nDir::Etc::sourceparts \"/dev/null\";" : "")}
        Dir::Etc::preferences "/dev/null";
        Dir::Etc::preferencesparts "/dev/null";
        APT::Sandbox::User "";
        APT::Get::List-Cleanup "false";
        APT::Install-Recommends "false";
        APT::Install-Suggests "false";
        #clear APT::Update::Pre-Invoke;
        #clear APT::Update::Post-Invoke;
        #clear APT::Update::Post-Invoke-Success;
        #clear DPkg::Pre-Install-Pkgs;
        #clear DPkg::Post-Invoke;
        #clear Acquire::IndexTargets::deb-src;
        #clear Acquire::IndexTargets::deb::DEP-11;
        #clear Acquire::IndexTargets::deb::DEP-11-icons-small;
        #clear Acquire::IndexTargets::deb::DEP-11-icons;
        #clear Acquire::IndexTargets::deb::DEP-11-icons-hidpi;
        #clear Acquire::IndexTargets::deb::DEP-11-icons-large;
        #clear Acquire::IndexTargets::deb::DEP-11-icons-large-hidpi;
        #clear Acquire::IndexTargets::deb::CNF;
        #clear Acquire::IndexTargets::deb::Contents-deb;
        Acquire::Languages "none";
        Acquire::Retries "3";

        """;

    /// <summary>Debian's unstable suite on the mirror that the host uses for Debian.</summary>
    /// <param name="hostRepositories">The addresses of the host's repositories.</param>
    public static string Unstable(IEnumerable<string> hostRepositories)
    {
        var mirror = hostRepositories.FirstOrDefault(address => address.TrimEnd('/').EndsWith("/debian", StringComparison.Ordinal)) ?? DebianMirror;
        var keys = File.Exists(DebianKeys) ? $"[signed-by={DebianKeys}] " : "";
        return $"deb {keys}{mirror.TrimEnd('/')} unstable main\n";
    }
}

/// <summary>The Linux distribution that /etc/os-release names.</summary>
internal sealed record HostDistribution(string Id, string VersionId, IReadOnlyList<string> Like)
{
    /// <summary>Whether its packages are Debian's kind.</summary>
    public bool UsesApt => Id is "debian" or "ubuntu" || Like.Contains("debian") || Like.Contains("ubuntu");

    /// <summary>Ubuntu and its relatives have MySQL; Debian has it in its unstable suite only.</summary>
    public bool HasMySql => Id == "ubuntu" || Like.Contains("ubuntu");

    /// <summary>A name for its folder in the cache.</summary>
    public string CacheName => $"{Id}-{VersionId}-{RuntimeInformation.OSArchitecture}".ToLowerInvariant();

    public static HostDistribution Parse(IEnumerable<string> osRelease)
    {
        var values = osRelease
            .Select(line => line.Split('=', 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim().Trim('"', '\''));
        return new HostDistribution(
            values.GetValueOrDefault("ID", "unknown"),
            values.GetValueOrDefault("VERSION_ID", "rolling"),
            values.GetValueOrDefault("ID_LIKE", "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>This machine's, or null when it isn't Linux.</summary>
    public static HostDistribution? OfThisMachine() =>
        File.Exists("/etc/os-release") ? Parse(File.ReadLines("/etc/os-release")) : null;
}
