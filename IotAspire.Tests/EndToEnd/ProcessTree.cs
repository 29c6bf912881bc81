using System.Globalization;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.EndToEnd;

/// <summary>Who started whom, from /proc.</summary>
internal static class ProcessTree
{
    public static void Require() => Requirement.Met(OperatingSystem.IsLinux(), "only Linux tells of processes in /proc");

    public static IEnumerable<int> All() => Directory.GetDirectories("/proc")
        .Select(Path.GetFileName)
        .Where(name => int.TryParse(name, out _))
        .Select(name => int.Parse(name!, CultureInfo.InvariantCulture));

    public static IReadOnlyList<int> DescendantsOf(int id)
    {
        var childrenOf = All()
            .Select(process => (Process: process, Parent: ParentOf(process)))
            .ToLookup(pair => pair.Parent, pair => pair.Process);
        var found = new List<int>();
        for (var queue = new Queue<int>([id]); queue.TryDequeue(out var parent);)
        {
            foreach (var child in childrenOf[parent])
            {
                found.Add(child);
                queue.Enqueue(child);
            }
        }

        return found;
    }

    public static string CommandLineOf(int id) => Read(id, "cmdline").Replace('\0', ' ');

    private static int ParentOf(int id)
    {
        var stat = Read(id, "stat");
        // pid (name, which may hold anything) state ppid …
        return stat.Length == 0 ? 0 : int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return "";
        }
    }
}
