using Microsoft.Extensions.Logging;

namespace IotAspire.Storage;

/// <summary>Every log message of this library; ids 3500 to 3599.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(3500, LogLevel.Information, "Catalogue of {Count} sensors stored")]
    public static partial void CatalogueStored(ILogger logger, int count);

    [LoggerMessage(3501, LogLevel.Information, "Sensor {SensorId} isn't in the catalogue; registered with origin {Origin}")]
    public static partial void SensorRegisteredFromReading(ILogger logger, string sensorId, string origin);

    [LoggerMessage(3502, LogLevel.Warning, "The database server forbids LOAD DATA LOCAL ({Reason}); readings are inserted in slower ways from now on")]
    public static partial void LoadDataForbidden(ILogger logger, string reason);

    [LoggerMessage(3503, LogLevel.Information, "Table {Table} got {Count} partitions ahead, up to {End:yyyy-MM-dd}")]
    public static partial void PartitionsCreated(ILogger logger, string table, int count, DateTime end);

    [LoggerMessage(3504, LogLevel.Information, "Table {Table} dropped {Count} partitions behind its retention, up to {End:yyyy-MM-dd}")]
    public static partial void PartitionsDropped(ILogger logger, string table, int count, DateTime end);

    [LoggerMessage(3505, LogLevel.Information, "{Count} dead letters older than Aggregator:DeadLetterRetention, {Retention}, have been deleted")]
    public static partial void DeadLettersExpired(ILogger logger, long count, TimeSpan retention);

    [LoggerMessage(3506, LogLevel.Warning, "The oldest {Count} dead letters have been deleted: all together may take {Mebibytes} MiB (Aggregator:DeadLetterMebibytes)")]
    public static partial void DeadLettersOverQuota(ILogger logger, long count, long mebibytes);

    [LoggerMessage(3507, LogLevel.Debug, "{Count} sensors aren't registered: {Registered} have been registered by their readings already, and Aggregator:MaxSensors is {Most}")]
    public static partial void SensorsRefused(ILogger logger, int count, long registered, int most);
}
