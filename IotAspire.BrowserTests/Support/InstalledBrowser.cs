namespace IotAspire.BrowserTests.Support;

/// <summary>
/// The browser of this machine: the one that the environment variable <c>BROWSER_PATH</c> names, otherwise the first Chromium,
/// Chrome or Edge found. None is downloaded.
/// </summary>
internal static class InstalledBrowser
{
    public const string Variable = "BROWSER_PATH";

    public const string Missing =
        $"No Chromium, Chrome or Edge was found. Install one (Debian, Ubuntu: apt-get install chromium) or name it in {Variable}.";

    private static readonly string[] Commands = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

    /// <summary>Its executable; null where there is none.</summary>
    public static string? Find() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? named
        : Places().FirstOrDefault(File.Exists);

    private static IEnumerable<string> Places()
    {
        if (OperatingSystem.IsWindows())
            return WindowsPlaces();
        if (OperatingSystem.IsMacOS())
            return new[] { "Google Chrome", "Chromium", "Microsoft Edge" }.Select(name => $"/Applications/{name}.app/Contents/MacOS/{name}");
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Commands.SelectMany(command => folders.Select(folder => Path.Combine(folder, command)));
    }

    private static IEnumerable<string> WindowsPlaces() =>
        from folder in new[] { "ProgramFiles", "ProgramFiles(x86)", "LocalAppData" }
        let root = Environment.GetEnvironmentVariable(folder)
        where root is not null
        from program in new[] { @"Google\Chrome\Application\chrome.exe", @"Chromium\Application\chrome.exe", @"Microsoft\Edge\Application\msedge.exe" }
        select Path.Combine(root, program);
}
