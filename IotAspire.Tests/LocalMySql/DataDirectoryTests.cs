using System.Runtime.Versioning;
using IotAspire.LocalMySql;
using IotAspire.LocalMySql.Data;
using IotAspire.LocalMySql.Finding;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.LocalMySql;

public sealed class DataDirectoryTests : IDisposable
{
    private static readonly ServerVersion MariaDb = ServerVersion.Parse("10.11.19-MariaDB")!;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_initialised_is_known_at_the_next_opening()
    {
        await using (var first = Open())
            await first.InitialiseAsync(MariaDb, files => File.WriteAllTextAsync(Path.Combine(files, "x"), "x"));
        await using var second = Open();

        Assert.Equal("MariaDB 10.11.19", second.Identity!.ToString());
        Assert.True(File.Exists(Path.Combine(second.Files, "x")));
    }

    [Fact]
    public async Task An_initialisation_that_failed_leaves_nothing_behind()
    {
        await using (var first = Open())
        {
            await Assert.ThrowsAsync<IOException>(() => first.InitialiseAsync(MariaDb, files =>
            {
                File.WriteAllText(Path.Combine(files, "half"), "");
                throw new IOException("power cut");
            }));
        }

        await using var second = Open();
        Assert.Null(second.Identity);
        await second.InitialiseAsync(MariaDb, _ => Task.CompletedTask);
        Assert.Empty(Directory.GetFileSystemEntries(second.Files));
    }

    [Fact]
    public async Task A_second_user_is_told_that_it_is_in_use()
    {
        await using var first = Open();
        await using var second = new DataDirectory(_folder.Path);

        Assert.Contains("in use by another process", Assert.Throws<LocalMySqlException>(second.Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_somebody_else_is_not_touched()
    {
        Directory.CreateDirectory(_folder.Combine("data"));
        await using var directory = new DataDirectory(_folder.Path);

        Assert.Contains("wasn't made by this program", Assert.Throws<LocalMySqlException>(directory.Open).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.11.19-MariaDB", true)]
    [InlineData("10.11.25-MariaDB", true)]
    [InlineData("10.12.1-MariaDB", false)]
    [InlineData("10.6.22-MariaDB", false)]
    [InlineData("10.11.19", false)]
    public void Only_the_same_flavour_and_series_may_open_the_data(string server, bool allowed) =>
        Assert.Equal(allowed, ServerIdentity.CreateFor(MariaDb).Allows(ServerVersion.Parse(server)!));

    [UnsupportedOSPlatform("windows")]
    [Fact]
    public async Task Password_is_readable_by_its_owner_only()
    {
        Requirement.Met(!OperatingSystem.IsWindows(), "file modes are POSIX's");
        await using var directory = Open();
        await directory.InitialiseAsync(MariaDb, _ => Task.CompletedTask);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Combine("server.json")));
    }

    private DataDirectory Open()
    {
        var directory = new DataDirectory(_folder.Path);
        directory.Open();
        return directory;
    }
}
