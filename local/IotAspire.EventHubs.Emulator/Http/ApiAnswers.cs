namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>How the emulator is.</summary>
internal sealed record HealthAnswer(string Status);

/// <summary>A hub.</summary>
internal sealed record HubAnswer(
    string Name, DateTime CreatedAt, long EventCount, long SizeBytes, IReadOnlyList<string> ConsumerGroups, IReadOnlyList<PartitionAnswer> Partitions);

/// <summary>A partition. Sequence numbers of an empty one are those that retention took.</summary>
internal sealed record PartitionAnswer(
    string Id,
    bool IsEmpty,
    long EventCount,
    long BeginSequenceNumber,
    long LastSequenceNumber,
    string LastOffset,
    DateTime? LastEnqueuedAt,
    long SizeBytes,
    int SegmentCount);

/// <summary>Someone who reads a partition now.</summary>
internal sealed record ConsumerAnswer(
    string Hub,
    string ConsumerGroup,
    string PartitionId,
    string Link,
    string? Receiver,
    long? OwnerLevel,
    uint Credit,
    long NextSequenceNumber,
    long Lag);

/// <summary>Events of a partition in their order; <see cref="Before"/> asks for those that came earlier, null if there are none.</summary>
internal sealed record EventsAnswer(IReadOnlyList<EventAnswer> Events, long? Before);

/// <summary>
/// An event. Its body is text where it is UTF-8, else base64; a long one is cut. So are its values, all below <see cref="Value"/> and after it,
/// if they are many or long.
/// </summary>
internal sealed record EventAnswer(
    long SequenceNumber,
    string Offset,
    DateTime EnqueuedAt,
    RawJson? PartitionKey,
    RawJson? Body,
    RawJson? BodyBase64,
    int BodyLength,
    bool IsBodyCut,
    RawJson? Value,
    RawJson? SystemProperties,
    RawJson? Properties,
    RawJson? Annotations,
    bool AreValuesCut);

/// <summary>Where an event was stored.</summary>
internal sealed record SentAnswer(string PartitionId, long SequenceNumber);

/// <summary>A consumer group that is there.</summary>
internal sealed record GroupAnswer(string Hub, string Name);

/// <summary>A fault at work.</summary>
internal sealed record FaultAnswer(
    string Id,
    string Kind,
    string Operation,
    string? Hub,
    string? PartitionId,
    int? Times,
    double? ForSeconds,
    double? BySeconds,
    string? Condition,
    int Met);

/// <summary>Something that is done at once and doesn't last.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Count">To how many connections or readers.</param>
internal sealed record DoneAnswer(string Kind, int Count);
