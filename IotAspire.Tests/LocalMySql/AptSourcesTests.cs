using IotAspire.ChildProcesses;
using IotAspire.LocalMySql.Packages;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.LocalMySql;

public sealed class AptSourcesTests
{
    [Fact]
    public void Unstable_comes_from_the_mirror_that_the_host_uses()
    {
        var source = AptSources.Unstable(["http://security.example/debian-security/", "http://mirror.example/debian/", "http://deb.example/node"]);

        Assert.EndsWith(" http://mirror.example/debian unstable main\n", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_mirror_it_comes_from_Debian() =>
        Assert.EndsWith(" http://deb.debian.org/debian unstable main\n", AptSources.Unstable([]), StringComparison.Ordinal);

    [Fact]
    public async Task Apt_reads_it_as_folders_of_its_own_without_any_hook()
    {
        Requirement.Met(ExecutablePath.Exists("apt-config"), "apt isn't here");
        var folder = Directory.CreateTempSubdirectory("iotaspire-tests-").FullName;
        try
        {
            var file = Path.Combine(folder, "apt.conf");
            await File.WriteAllTextAsync(file, AptSources.Configuration(folder, fromUnstable: true), TestContext.Current.CancellationToken);
            using var host = new ChildProcessHost();
            var dump = await host.RunAsync(new("apt-config", [$"--config-file={file}", "dump"]), TestContext.Current.CancellationToken);
            var lines = dump.Output.Select(line => line.Text).ToList();

            Assert.Equal(0, dump.ExitCode);
            Assert.DoesNotContain(lines, line => line.Contains("-Invoke", StringComparison.Ordinal) && line.Contains("::", StringComparison.Ordinal) && !line.EndsWith("\"\";", StringComparison.Ordinal));
            Assert.Contains($"Dir::State \"{folder}/state\";", lines);
            Assert.Contains($"Dir::Cache \"{folder}/cache\";", lines);
            Assert.Contains($"Dir::State::status \"{folder}/status\";", lines);
            Assert.Contains("Dir::Etc::sourceparts \"/dev/null\";", lines);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
