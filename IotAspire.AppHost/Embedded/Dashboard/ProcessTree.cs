using System.Globalization;

namespace IotAspire.AppHost.Embedded.Dashboard;

/// <summary>
/// A process and its descendants. Only Linux tells without more ado, in <c>/proc</c>; on Windows the resources are single
/// processes, and on macOS all are but a database server under its watching shell, whose usage is then the shell's.
/// </summary>
internal static class ProcessTree
{
    public static IEnumerable<int> Of(int id) => ChildrenOf(id).SelectMany(Of).Prepend(id);

    private static IEnumerable<int> ChildrenOf(int id)
    {
        var threads = $"/proc/{id}/task";
        try
        {
            return Directory.Exists(threads)
                ? [.. Directory.GetDirectories(threads).SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(child => int.Parse(child, CultureInfo.InvariantCulture))]
                : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It, or one of its threads, has just ended.
            return [];
        }
    }
}
