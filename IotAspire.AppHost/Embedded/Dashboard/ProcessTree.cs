using System.Diagnostics;
using System.Globalization;

namespace IotAspire.AppHost.Embedded.Dashboard;

/// <summary>
/// Which processes belong to which, at one moment. Linux tells in <c>/proc</c>; macOS, where a shell watches the database server,
/// is asked with <c>ps</c>; on Windows every resource is a single process.
/// </summary>
internal sealed class ProcessTree
{
    private readonly Func<int, IEnumerable<int>> _childrenOf;

    private ProcessTree(Func<int, IEnumerable<int>> childrenOf) => _childrenOf = childrenOf;

    public static ProcessTree Now() =>
        OperatingSystem.IsLinux() ? new(FromProc)
        : OperatingSystem.IsWindows() ? new(_ => [])
        : FromPs();

    /// <summary>As <c>ps</c> says; not for Windows.</summary>
    public static ProcessTree FromPs()
    {
        using var ps = Process.Start(new ProcessStartInfo("ps", ["-A", "-o", "pid=,ppid="]) { RedirectStandardOutput = true })!;
        var children = ps.StandardOutput.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Numbers(line).ToList())
            .ToLookup(pair => pair[1], pair => pair[0]);
        ps.WaitForExit();
        return new(id => children[id]);
    }

    /// <summary>A process and its descendants.</summary>
    public IEnumerable<int> Of(int id) => _childrenOf(id).SelectMany(Of).Prepend(id);

    private static IEnumerable<int> FromProc(int id)
    {
        try
        {
            // A child belongs to the thread that started it.
            return [.. Directory.GetDirectories($"/proc/{id}/task").SelectMany(thread => Numbers(File.ReadAllText(Path.Combine(thread, "children"))))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It, or one of its threads, has just ended.
            return [];
        }
    }

    private static IEnumerable<int> Numbers(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture));
}
