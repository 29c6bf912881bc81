using System.Collections.Immutable;

namespace IotAspire.EventHubs.Emulator.Faults;

/// <summary>The faults at work, the oldest first. Every operation of every connection asks, so asking an empty one costs nothing.</summary>
internal sealed class FaultRegister(TimeProvider time)
{
    private ImmutableArray<InjectedFault> _faults = [];
    private int _lastId;

    public IReadOnlyList<InjectedFault> Active => [.. _faults.Where(fault => fault.IsActive)];

    public InjectedFault Add(Fault fault)
    {
        var injected = new InjectedFault(Interlocked.Increment(ref _lastId), fault, time);
        ImmutableInterlocked.Update(ref _faults, known => [.. known.Where(other => other.IsActive), injected]);
        return injected;
    }

    /// <summary>The fault that meets an operation, counted; null if none does.</summary>
    public Fault? Take(FaultOperation operation, string? hub, string? partition)
    {
        var faults = _faults;
        foreach (var injected in faults)
        {
            if (Concerns(injected.Fault, operation, hub, partition) && injected.TryMeet())
                return injected.Fault;
        }

        if (faults.Length > 0 && faults.All(fault => !fault.IsActive))
            ImmutableInterlocked.Update(ref _faults, known => known.RemoveAll(fault => !fault.IsActive));
        return null;
    }

    private static bool Concerns(Fault fault, FaultOperation operation, string? hub, string? partition) =>
        (fault.Operation == operation || fault.Operation == FaultOperation.Any)
        && (operation != FaultOperation.Connect || fault.Kind == FaultKind.Disconnect)
        && (fault.EventHub is null || fault.EventHub.Equals(hub, StringComparison.OrdinalIgnoreCase))
        && (fault.PartitionId is null || fault.PartitionId == partition);
}
