using Microsoft.Extensions.Logging;

namespace IotAspire.Storage;

/// <summary>Every log message of this library; ids 3500 to 3599.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(3500, LogLevel.Information, "Catalogue of {Count} sensors stored")]
    public static partial void CatalogueStored(ILogger logger, int count);

    [LoggerMessage(3501, LogLevel.Information, "Sensor {SensorId} isn't in the catalogue; registered with origin {Origin}")]
    public static partial void SensorRegisteredFromReading(ILogger logger, string sensorId, string origin);

    [LoggerMessage(3502, LogLevel.Warning, "The database server forbids LOAD DATA LOCAL ({Reason}); inserting readings row by row, which is slower")]
    public static partial void LoadDataForbidden(ILogger logger, string reason);

    [LoggerMessage(3503, LogLevel.Information, "Created {Count} partitions of table {Table}, up to {End:yyyy-MM-dd}")]
    public static partial void PartitionsCreated(ILogger logger, string table, int count, DateTime end);

    [LoggerMessage(3504, LogLevel.Information, "Dropped {Count} partitions of table {Table} beyond its retention, up to {End:yyyy-MM-dd}")]
    public static partial void PartitionsDropped(ILogger logger, string table, int count, DateTime end);

    [LoggerMessage(3505, LogLevel.Information, "Deleted {Count} dead letters older than Aggregator:DeadLetterRetention, {Retention}")]
    public static partial void DeadLettersExpired(ILogger logger, long count, TimeSpan retention);

    [LoggerMessage(3506, LogLevel.Warning, "Deleted the oldest {Count} dead letters to stay within {Mebibytes} MiB (Aggregator:DeadLetterMebibytes)")]
    public static partial void DeadLettersOverQuota(ILogger logger, long count, long mebibytes);

    [LoggerMessage(3507, LogLevel.Debug, "Did not register {Count} sensors: readings have registered {Registered} already, and Aggregator:MaxSensors is {Max}")]
    public static partial void SensorsRefused(ILogger logger, int count, long registered, int max);
}
