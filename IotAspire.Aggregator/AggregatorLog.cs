namespace IotAspire.Aggregator;

/// <summary>Every log message of this service; ids 2000 to 2999.</summary>
internal static partial class AggregatorLog
{
    [LoggerMessage(2000, LogLevel.Information, "Database schema is current")]
    public static partial void SchemaCurrent(ILogger logger);

    [LoggerMessage(2001, LogLevel.Warning, "Database is unavailable (attempt {Failures}); retrying in {Pause}: {Reason}")]
    public static partial void DatabaseFailed(ILogger logger, int failures, TimeSpan pause, string reason);

    [LoggerMessage(2002, LogLevel.Information, "Database is available again")]
    public static partial void DatabaseResumed(ILogger logger);

    [LoggerMessage(2003, LogLevel.Information, "Could not maintain table partitions; retrying in an hour: {Reason}")]
    public static partial void PartitionsNotKept(ILogger logger, string reason);

    [LoggerMessage(2004, LogLevel.Information, "Could not delete old dead letters; retrying in a minute: {Reason}")]
    public static partial void DeadLettersNotKept(ILogger logger, string reason);

    [LoggerMessage(2010, LogLevel.Information, "Event hub {EventHub} has {Partitions} partitions; reading as {Owner} for consumer group {ConsumerGroup}")]
    public static partial void Reading(ILogger logger, string eventHub, int partitions, string owner, string consumerGroup);

    [LoggerMessage(2011, LogLevel.Warning, "Could not read partition {Partition} of the event hub (attempt {Failures}); retrying in {Pause}: {Reason}")]
    public static partial void EventHubFailed(ILogger logger, string partition, int failures, TimeSpan pause, string reason);

    [LoggerMessage(2020, LogLevel.Information, "Partition {Partition} acquired at owner level {OwnerLevel}")]
    public static partial void PartitionAcquired(ILogger logger, string partition, long ownerLevel);

    [LoggerMessage(2021, LogLevel.Information, "Lost ownership of partition {Partition}")]
    public static partial void PartitionLost(ILogger logger, string partition);

    [LoggerMessage(2022, LogLevel.Information, "Partition {Partition} released at sequence number {SequenceNumber}")]
    public static partial void PartitionReleased(ILogger logger, string partition, long? sequenceNumber);

    [LoggerMessage(2023, LogLevel.Information, "Partition {Partition} opened in epoch {Epoch} after sequence number {SequenceNumber}")]
    public static partial void PartitionOpened(ILogger logger, string partition, uint epoch, long? sequenceNumber);

    [LoggerMessage(2024, LogLevel.Warning, "Partition {Partition} starts epoch {Epoch}: {Reason}")]
    public static partial void EpochBegun(ILogger logger, string partition, uint epoch, string reason);

    [LoggerMessage(2025, LogLevel.Error, "Partition {Partition} lost {Events} events after sequence number {SequenceNumber} to the hub's retention")]
    public static partial void EventsLost(ILogger logger, string partition, ulong events, long? sequenceNumber);

    [LoggerMessage(2026, LogLevel.Warning, "Could not release partition {Partition}; another aggregator takes over when the lease expires: {Reason}")]
    public static partial void PartitionNotReleased(ILogger logger, string partition, string reason);

    [LoggerMessage(2027, LogLevel.Information, "Could not deregister; other aggregators take over when the lease expires: {Reason}")]
    public static partial void NotLeft(ILogger logger, string reason);

    [LoggerMessage(2030, LogLevel.Warning, "Could not store element {Item} of event {SequenceNumber} in partition {Partition} ({Reason}): {Detail}")]
    public static partial void DeadLettered(ILogger logger, string partition, long sequenceNumber, int item, string reason, string detail);

    [LoggerMessage(2032, LogLevel.Warning, "Could not store {Count} more events or elements ({Reasons}); see the table dead_letters")]
    public static partial void DeadLetteredSince(ILogger logger, int count, string reasons);

    [LoggerMessage(2031, LogLevel.Debug, "Partition {Partition} stored {Events} events up to {SequenceNumber}: {Result}")]
    public static partial void BatchStored(ILogger logger, string partition, int events, long? sequenceNumber, string result);

    /// <summary>Of dead letters that weren't told of at once.</summary>
    public static void TellOf(ILogger logger, IReadOnlyDictionary<string, int> deadLetters)
    {
        if (deadLetters.Count > 0)
            DeadLetteredSince(logger, deadLetters.Values.Sum(), string.Join(", ", deadLetters.Select(reason => $"{reason.Key}: {reason.Value}")));
    }
}
