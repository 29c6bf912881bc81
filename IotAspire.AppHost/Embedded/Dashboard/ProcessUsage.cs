using System.ComponentModel;
using System.Diagnostics;

namespace IotAspire.AppHost.Embedded.Dashboard;

/// <summary>What a resource's processes use: a process and all that it has started.</summary>
internal sealed class ProcessUsage(TimeProvider time)
{
    private const double Percent = 100;

    private readonly Dictionary<int, (TimeSpan Cpu, DateTimeOffset At)> _before = [];
    private readonly Lock _lock = new();

    /// <summary>Since the look before; at the first look, since the processes' start.</summary>
    /// <param name="processId">The first of them.</param>
    /// <param name="tree">Who belongs to it.</param>
    /// <returns>Null when the process has ended.</returns>
    public Usage? Of(int processId, ProcessTree tree)
    {
        var (cpu, memory, now) = (TimeSpan.Zero, 0L, time.GetUtcNow());
        DateTimeOffset? started = null;
        foreach (var id in tree.Of(processId))
        {
            if (Read(id) is not { } process)
                continue;
            (cpu, memory) = (cpu + process.Cpu, memory + process.Memory);
            started = started < process.Started ? started : process.Started;
        }

        if (started is null)
            return null;
        lock (_lock)
        {
            // A process that has ended took its time with it, so that the sum may be less than before.
            var (cpuBefore, since) = _before.TryGetValue(processId, out var before) && before.Cpu <= cpu ? before : (TimeSpan.Zero, started.Value);
            _before[processId] = (cpu, now);
            var elapsed = now - since;
            return new(elapsed > TimeSpan.Zero ? Percent * ((cpu - cpuBefore) / elapsed) : 0, memory);
        }
    }

    private static (TimeSpan Cpu, long Memory, DateTimeOffset Started)? Read(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return (process.TotalProcessorTime, process.WorkingSet64, process.StartTime.ToUniversalTime());
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It has ended meanwhile, or isn't ours to look at.
            return null;
        }
    }
}

/// <param name="CpuPercent">In percent of one core.</param>
/// <param name="MemoryBytes">Resident.</param>
internal sealed record Usage(double CpuPercent, long MemoryBytes);
