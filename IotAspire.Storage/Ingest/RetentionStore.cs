using System.Globalization;
using IotAspire.Contracts.Readings;
using IotAspire.Storage.Model;
using MySqlConnector;

namespace IotAspire.Storage.Ingest;

/// <summary>The one row of the table <c>retention</c>.</summary>
public sealed class RetentionStore(MySqlDataSource dataSource)
{
    private static readonly Statement SetAllowedLateness = new("set allowed lateness", "UPDATE `retention` SET `allowed_lateness_ms` = @lateness WHERE `id` = 1");

    // LOCK IN SHARE MODE, because MariaDB has no FOR SHARE.
    private static readonly Statement ReadLimits = new(
        "read ingest limits",
        "SELECT `raw_cutoff`, `minute_cutoff`, `allowed_lateness_ms`, `sensors_generation` FROM `retention` WHERE `id` = 1 LOCK IN SHARE MODE");

    /// <summary>Sets from when on a reading is late, for writers and readers alike.</summary>
    public async Task SetAllowedLatenessAsync(TimeSpan allowedLateness, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = SetAllowedLateness.On(connection);
        command.Parameters.AddWithValue("@lateness", (uint)allowedLateness.TotalMilliseconds);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Reads the row and locks it until the transaction ends, so that retention can't change during a batch.</summary>
    internal static Task<IngestLimits> ReadLimitsAsync(IngestTransaction transaction, CancellationToken cancellationToken) =>
        ReadAsync(transaction.Command(ReadLimits), cancellationToken);

    internal static Task<IngestLimits> ReadLimitsAsync(MySqlConnection connection, CancellationToken cancellationToken) =>
        ReadAsync(ReadLimits.On(connection), cancellationToken);

    private static async Task<IngestLimits> ReadAsync(MySqlCommand command, CancellationToken cancellationToken)
    {
        await using var disposed = command;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            throw new DataRefusedException("the table `retention` has lost its row");
        return new(reader.GetDateTime(0), reader.GetDateTime(1), TimeSpan.FromMilliseconds(reader.GetUInt32(2)), reader.GetUInt32(3));
    }
}

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
