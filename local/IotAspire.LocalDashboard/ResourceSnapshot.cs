namespace IotAspire.LocalDashboard;

/// <summary>A resource as it is now.</summary>
/// <param name="Name">Its name; log lines and telemetry come under it.</param>
/// <param name="Kind">What it is, in a word or two.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Addresses">Where it can be reached; those of HTTP become links.</param>
public sealed record ResourceSnapshot(string Name, string Kind, ResourceState State, IReadOnlyList<string> Addresses)
{
    /// <summary>Since when it runs; null while it doesn't.</summary>
    public DateTimeOffset? RunningSince { get; init; }

    /// <summary>How often it was started again.</summary>
    public int Restarts { get; init; }

    /// <summary>Processor time of its processes since the look before, in percent of one core; null when it has no process here.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>Resident memory of its processes, bytes; null when it has no process here.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>What it says of its health: Healthy, Degraded or Unhealthy; null when it can't be asked.</summary>
    public string? Health { get; init; }

    /// <summary>Why it isn't healthy, or why it doesn't run.</summary>
    public string? Reason { get; init; }
}

/// <summary>Where a resource is in its life.</summary>
public enum ResourceState
{
    /// <summary>Others have to be up first.</summary>
    Waiting,

    /// <summary>Started, and not healthy yet.</summary>
    Starting,

    /// <summary>Up.</summary>
    Running,

    /// <summary>It ended, and is started again after a pause.</summary>
    Restarting,

    /// <summary>It couldn't be started.</summary>
    Failed,

    /// <summary>Being stopped, or stopped.</summary>
    Stopped,
}
