namespace IotAspire.EventHubs;

/// <summary>Where a receiver begins.</summary>
public readonly record struct StartPosition
{
    private StartPosition(StartKind kind, long sequenceNumber) => (Kind, SequenceNumber) = (kind, sequenceNumber);

    /// <summary>The first event that the partition still holds.</summary>
    public static StartPosition Earliest { get; } = new(StartKind.Earliest, 0);

    /// <summary>Only events that arrive after the receiver is open.</summary>
    public static StartPosition Latest { get; } = new(StartKind.Latest, 0);

    internal StartKind Kind { get; }

    internal long SequenceNumber { get; }

    /// <summary>That event, if it is still there, or else the first one after it.</summary>
    public static StartPosition At(long sequenceNumber) => new(StartKind.SequenceNumber, sequenceNumber);
}

internal enum StartKind
{
    Earliest,
    Latest,
    SequenceNumber,
}
