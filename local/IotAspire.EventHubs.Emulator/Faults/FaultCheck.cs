namespace IotAspire.EventHubs.Emulator.Faults;

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
