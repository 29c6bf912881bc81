namespace IotAspire.LocalMySql.Packages;

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
