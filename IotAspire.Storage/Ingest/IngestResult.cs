namespace IotAspire.Storage.Ingest;

/// <summary>What a batch has changed.</summary>
/// <param name="Stored">New rows.</param>
/// <param name="Duplicates">Readings that were there already, with the same value.</param>
/// <param name="Conflicts">Readings that were there already, with another value; the first one stands.</param>
/// <param name="Late">New rows that reached the hub after their minute was closed.</param>
/// <param name="OutOfRange">New rows outside their sensor's range.</param>
/// <param name="DeadLetters">What became a dead letter.</param>
public sealed record IngestResult(int Stored, int Duplicates, int Conflicts, int Late, int OutOfRange, int DeadLetters)
{
    /// <summary>The dead letters themselves.</summary>
    public IReadOnlyList<DeadLetter> Refused { get; init; } = [];

    /// <summary>
    /// The batch was stored by an earlier try whose answer was lost; what it changed then isn't known any more.
    /// </summary>
    public static IngestResult AlreadyStored { get; } = new(0, 0, 0, 0, 0, 0);
}
