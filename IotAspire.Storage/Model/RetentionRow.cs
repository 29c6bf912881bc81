namespace IotAspire.Storage.Model;

/// <summary>Table <c>retention</c>: one row that ingest reads under a lock, so that dropping raw readings can't race it.</summary>
public sealed class RetentionRow
{
    /// <summary>The only <see cref="Id"/>.</summary>
    public const byte OnlyId = 1;

    /// <summary>Always <see cref="OnlyId"/>.</summary>
    public byte Id { get; set; }

    /// <summary>Raw readings measured before this instant are gone or may go at any time, UTC.</summary>
    public DateTime RawCutoff { get; set; }

    /// <summary>No raw reading measured at or after this instant has been dropped, so the raw cutoff may sink to it, UTC.</summary>
    public DateTime RawDroppedUntil { get; set; }

    /// <summary>One-minute rollups of buckets before this instant are gone or may go at any time, UTC.</summary>
    public DateTime MinuteCutoff { get; set; }

    /// <summary>Milliseconds after a bucket's end at which a reading becomes late, as the Aggregator is configured.</summary>
    public uint AllowedLatenessMs { get; set; }

    /// <summary>How often a sensor has been removed; who has keys of sensors in memory compares it in each batch.</summary>
    public uint SensorsGeneration { get; set; }

    /// <summary>How many dead letters have been deleted, for their age or because they took too much space.</summary>
    public ulong DeadLettersDeleted { get; set; }
}
