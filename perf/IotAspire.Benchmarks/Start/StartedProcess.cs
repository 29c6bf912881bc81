using System.Globalization;

namespace IotAspire.Benchmarks.Start;

/// <summary>A process of an AppHost, as /proc tells of it.</summary>
internal sealed record StartedProcess(int Id, int Parent, string CommandLine, double ProcessorSeconds)
{
    // sysconf(_SC_CLK_TCK), which is 100 wherever .NET runs.
    private const double TicksPerSecond = 100;

    /// <summary>Whether it belongs to Aspire: AppHost, orchestrator, dashboard.</summary>
    public bool IsOfHost { get; } = CommandLine.Contains("AppHost.dll", StringComparison.Ordinal) || CommandLine.Contains("/dcp", StringComparison.Ordinal) || CommandLine.Contains("Dashboard", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it runs still.</summary>
    public bool IsRunning => Directory.Exists($"/proc/{Id}");

    /// <summary>Its memory, of pages shared by several processes its share.</summary>
    public long ProportionalKibibytes => File.ReadLines($"/proc/{Id}/smaps_rollup")
        .Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture))
        .Single();

    /// <summary>The AppHost, its orchestrator, which detaches itself but names the AppHost, and what they started.</summary>
    public static IReadOnlyList<StartedProcess> AllOf(int appHost)
    {
        var all = Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Select(Read).OfType<StartedProcess>().ToList();
        var childrenOf = all.ToLookup(process => process.Parent);
        var found = all.Where(process => process.Id == appHost || process.CommandLine.Contains($"--monitor {appHost} ", StringComparison.Ordinal)).ToList();
        for (var i = 0; i < found.Count; i++)
            found.AddRange(childrenOf[found[i].Id].Where(child => !found.Contains(child)).ToList());
        return found;
    }

    private static StartedProcess? Read(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            // pid (name, which may hold anything) state ppid …, and from the twelfth on the times of it and of its children that have ended.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new(
                int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture),
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' '),
                fields[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return null;
        }
    }
}
