using IotAspire.Contracts.Readings;

namespace IotAspire.Storage.Ingest;

/// <summary>A decoded reading together with where it came from, in case it ends as a dead letter.</summary>
/// <param name="Reading">The reading.</param>
/// <param name="Origin">The event, or the element of it, that held the reading.</param>
public readonly record struct IngestReading(Reading Reading, EventOrigin Origin);

/// <summary>Where something came from.</summary>
/// <param name="SequenceNumber">Sequence number of the event.</param>
/// <param name="Item">Index of the element in a packed event; 0 for a whole event.</param>
/// <param name="EnqueuedAt">When the hub took the event, UTC.</param>
/// <param name="Body">The bytes of that event or element; not copied.</param>
public readonly record struct EventOrigin(long SequenceNumber, int Item, DateTime EnqueuedAt, ReadOnlyMemory<byte> Body);

/// <summary>Something that can't be stored as a reading.</summary>
/// <param name="Origin">Where it came from, with the bytes to keep.</param>
/// <param name="Reason">One of <see cref="DeadLetterReason"/>.</param>
/// <param name="Detail">Details of the error.</param>
public readonly record struct DeadLetter(EventOrigin Origin, string Reason, string Detail);

/// <summary>Why something lies in <c>dead_letters</c>.</summary>
public static class DeadLetterReason
{
    /// <summary>The body, or an element of it, isn't a reading.</summary>
    public const string Undecodable = "undecodable";

    /// <summary>The event names a schema that isn't known.</summary>
    public const string UnknownSchema = "unknown-schema";

    /// <summary>The reading's unit isn't its sensor's.</summary>
    public const string UnitMismatch = "unit-mismatch";

    /// <summary>The sensor isn't known, and as many as may be have been registered by their readings.</summary>
    public const string TooManySensors = "too-many-sensors";

    /// <summary>Measured before the raw cutoff.</summary>
    public const string TooOld = "too-old";

    /// <summary>Measured more than a day after the hub took it.</summary>
    public const string InTheFuture = "in-the-future";
}
