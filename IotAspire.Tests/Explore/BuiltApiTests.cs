using System.Net;
using System.Text.RegularExpressions;
using IotAspire.ChildProcesses;
using IotAspire.Tests.EndToEnd;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Explore;

/// <summary>The API's own process, as the AppHost starts it: from the build's output, where a package's files lie elsewhere.</summary>
public sealed partial class BuiltApiTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task The_page_and_its_files_are_served_even_from_another_folder_and_without_a_database(string environment)
    {
        using var folder = new TemporaryFolder();
        using var children = new ChildProcessHost();
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var api = children.Start(new("dotnet", [BuiltAssembly.PathOf("IotAspire.Api"), "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = folder.Path,
            Environment = new Dictionary<string, string?>
            {
                ["ASPNETCORE_ENVIRONMENT"] = environment,
                ["ConnectionStrings__iotdb"] = "Server=127.0.0.1;Port=1;User ID=nobody;Database=nothing",
            },
            OnOutput = line =>
            {
                if (Listening().Match(line.Text) is { Success: true } match)
                    listening.TrySetResult(new(match.Groups[1].Value));
            },
        });
        using var client = new HttpClient { BaseAddress = await listening.Task.WaitAsync(Patience, TestContext.Current.CancellationToken) };
        var files = await PageFiles.FindAsync(
            await client.GetStringAsync(new Uri("/explore", UriKind.Relative), TestContext.Current.CancellationToken),
            new Uri(client.BaseAddress, "/explore"),
            async file =>
            {
                using var answer = await client.GetAsync(file, TestContext.Current.CancellationToken);
                Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{file}: {answer.StatusCode}");
                var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                Assert.True(text.Length > 0, $"{file} is empty");
                return text;
            });

        Assert.Contains(files, file => file.Key.AbsolutePath.EndsWith("bundle-min.js", StringComparison.Ordinal) && file.Value.Length > 1_000_000);
        Assert.True(files.Count > 20, $"{files.Count} files");
    }

    [GeneratedRegex("listening on: (http://\\S+)")]
    private static partial Regex Listening();
}
