using System.Globalization;
using IotAspire.Contracts.Readings;
using IotAspire.Storage.Model;

namespace IotAspire.Storage.Ingest;

/// <summary>What the row in <c>retention</c> says, read under a lock by every batch.</summary>
/// <param name="RawCutoff">Nothing measured before it is stored.</param>
/// <param name="MinuteCutoff">One-minute rollups of buckets before it are gone or may go at any time.</param>
/// <param name="AllowedLateness">Time after a bucket's end at which a reading becomes late.</param>
/// <param name="SensorsGeneration">How often a sensor has been removed.</param>
internal sealed record IngestLimits(DateTime RawCutoff, DateTime MinuteCutoff, TimeSpan AllowedLateness, uint SensorsGeneration)
{
    // Clocks of sensors differ by seconds; what differs by more is set wrong.
    private static readonly TimeSpan AllowedLead = TimeSpan.FromMinutes(1);

    /// <summary>Why a reading can't be stored; null if it can.</summary>
    public (string Reason, string Detail)? FindFault(in Reading reading, SensorEntry sensor)
    {
        if (reading.Unit != sensor.Unit)
            return (DeadLetterReason.UnitMismatch, $"unit: is \"{reading.Unit}\", the sensor's is \"{sensor.Unit}\"");
        if (reading.MeasuredAt < RawCutoff)
            return (DeadLetterReason.TooOld, string.Create(CultureInfo.InvariantCulture, $"measuredAt: before the raw cutoff, {RawCutoff:O}; a longer Aggregator:RawRetention lets older readings in"));
        return null;
    }

    /// <summary>From when on buckets are kept. Raw readings may be kept longer than minutes.</summary>
    public DateTime KeptFrom(RollupLevel level) => level == RollupLevel.Minute ? MinuteCutoff : DateTime.MinValue;

    /// <summary>Whether a reading says that it was measured after the hub took it, by more than clocks differ.</summary>
    public static bool IsAhead(DateTime measuredAt, DateTime enqueuedAt) => measuredAt > enqueuedAt + AllowedLead;

    /// <summary>Whether a reading reached the hub when its bucket was already closed.</summary>
    public bool IsLate(RollupLevel level, DateTime measuredAt, DateTime enqueuedAt) =>
        enqueuedAt > level.BucketStart(measuredAt) + level.Size + AllowedLateness;
}
