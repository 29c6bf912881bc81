using System.Collections.Immutable;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Links;
using Microsoft.AspNetCore.Connections;

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

/// <summary>Finds out whether a fault makes sense.</summary>
internal static class FaultCheck
{
    /// <summary>Longer than any client waits.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(10);

    /// <summary>The conditions that clients know; others are allowed.</summary>
    public static IReadOnlyList<string> KnownConditions { get; } =
    [
        Fault.ServerBusy, "com.microsoft:timeout", "com.microsoft:argument-error", "com.microsoft:argument-out-of-range",
        "amqp:unauthorized-access", "amqp:not-found", "amqp:not-allowed", "amqp:not-implemented", "amqp:internal-error",
        "amqp:resource-limit-exceeded", "amqp:link:stolen", "amqp:link:detach-forced", "amqp:link:message-size-exceeded",
    ];

    /// <summary>Everything that is wrong, with the name of the property and what is allowed.</summary>
    public static IEnumerable<(string Name, string Error)> Check(Fault fault)
    {
        if (fault.Times is < 1)
            yield return (nameof(Fault.Times), "It must be 1 or more, or left out.");
        if (fault.For is { } time && time <= TimeSpan.Zero)
            yield return (nameof(Fault.For), "It must be longer than nothing, or left out.");
        if (fault.Kind == FaultKind.Delay && (fault.By <= TimeSpan.Zero || fault.By > MaxDelay))
            yield return (nameof(Fault.By), $"A delay is longer than nothing and no longer than {MaxDelay.TotalMinutes} minutes.");
        if (fault.Kind == FaultKind.Refuse && !IsCondition(fault.Condition))
            yield return (nameof(Fault.Condition), $"A refusal needs an AMQP error condition, such as {string.Join(", ", KnownConditions)}.");
        if (fault.Operation == FaultOperation.Connect && fault.Kind != FaultKind.Disconnect)
            yield return (nameof(Fault.Operation), $"Only {nameof(FaultKind.Disconnect)} can meet {nameof(FaultOperation.Connect)}.");
        if (fault.PartitionId is not null && fault.EventHub is null)
            yield return (nameof(Fault.EventHub), "A partition needs its hub.");
    }

    private static bool IsCondition(string? condition) =>
        condition is { Length: > 0 and <= 100 } && condition.Contains(':', StringComparison.Ordinal)
        && condition.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ':' or '-' or '.' or '_');
}

/// <summary>The faults as they meet one connection.</summary>
internal sealed class ConnectionFaults(FaultRegister register, Action disconnect)
{
    /// <summary>The fault that meets an operation on a path; one that breaks the connection does so here.</summary>
    public Fault? Take(FaultOperation operation, EntityPath path)
    {
        var fault = register.Take(operation, path.Hub, path.Partition);
        if (fault?.Kind != FaultKind.Disconnect)
            return fault;
        Disconnect();
        throw new ConnectionAbortedException("A fault on demand broke the connection.");
    }

    /// <summary>The fault that meets a send and lets it be stored; one that doesn't is thrown as <see cref="AmqpException"/>.</summary>
    public Fault? TakeSend(string hub, string partition)
    {
        var fault = register.Take(FaultOperation.Send, hub, partition);
        return fault?.Refusal is { } refusal ? throw new AmqpException(refusal) : fault;
    }

    public Fault? TakeReceive(string hub, string partition) => register.Take(FaultOperation.Receive, hub, partition);

    public void Disconnect() => disconnect();
}

/// <summary>The faults as they meet a consumer about to get events. Belongs to the write loop.</summary>
internal sealed class ConsumerFaults(Link link, PartitionOfGroup source, ConnectionFaults faults)
{
    private bool _isHeld;
    private bool _wasHeld;

    /// <summary>Whether a fault keeps the events from going out now.</summary>
    public bool Holds()
    {
        if (_isHeld)
            return true;
        // What was held goes out before it can be held again.
        if (_wasHeld)
            return _wasHeld = false;
        if (faults.TakeReceive(source.Hub.Name, source.Partition.Id) is not { } fault)
            return false;
        if (fault.Refusal is { } refusal)
            link.End(refusal);
        else if (fault.HoldFor is { } delay)
            Hold(delay);
        else
            faults.Disconnect();
        return true;
    }

    private void Hold(TimeSpan delay)
    {
        _isHeld = true;
        link.Session.Outbox.PostLater(delay, _ => (_isHeld, _wasHeld) = (false, true));
    }
}
