using System.Text.RegularExpressions;
using IotAspire.Tests.EndToEnd.Local;
using IotAspire.Tests.Support;

namespace IotAspire.BrowserTests.Dashboard;

/// <summary>The whole product as <c>dotnet run</c> starts it, and the addresses that its console shows.</summary>
internal sealed partial class RunningProduct : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;

    private RunningProduct(RunningAppHost appHost, TemporaryFolder folder) => (AppHost, _folder) = (appHost, folder);

    public RunningAppHost AppHost { get; }

    /// <summary>With the token: whoever has it is signed in.</summary>
    public Uri Login => new(DashboardAddress().Match(AppHost.Output).Groups[1].Value);

    public Uri Dashboard => new(Login.GetLeftPart(UriPartial.Authority));

    public Uri Api => new(ApiAddress().Match(AppHost.Output).Groups[1].Value);

    public static async Task<RunningProduct> StartAsync(MySqlServers servers, params string[] arguments)
    {
        // Where there is no database server, the test is skipped.
        await servers.GetAsync(LocalMySql.MySqlFlavor.Any);
        var folder = new TemporaryFolder();
        return new(await RunningAppHost.StartAsync(folder.Path, arguments), folder);
    }

    public async ValueTask DisposeAsync()
    {
        await AppHost.DisposeAsync();
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            TestContext.Current.TestOutputHelper?.WriteLine(AppHost.Output);
        _folder.Dispose();
    }

    [GeneratedRegex(@"^api\s+(http://\S+)", RegexOptions.Multiline)]
    private static partial Regex ApiAddress();

    [GeneratedRegex(@"^dashboard\s+(http://\S+)", RegexOptions.Multiline)]
    private static partial Regex DashboardAddress();
}
