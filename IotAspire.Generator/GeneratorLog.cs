namespace IotAspire.Generator;

/// <summary>Every log message of this service; ids 1000 to 1999.</summary>
internal static partial class GeneratorLog
{
    [LoggerMessage(1000, LogLevel.Information, "Generating readings of {Count} sensors from {From:O}, seed {Seed}, faults {Profile}")]
    public static partial void Generating(ILogger logger, int count, DateTime from, int seed, string profile);

    [LoggerMessage(1001, LogLevel.Information, "History {Progress}")]
    public static partial void HistoryProgress(ILogger logger, string progress);

    [LoggerMessage(1002, LogLevel.Information, "History is complete: {Count} readings since {From:O} in {Time}; continuing in real time")]
    public static partial void HistoryComplete(ILogger logger, long count, DateTime from, TimeSpan time);

    [LoggerMessage(1010, LogLevel.Information, "Catalogue {Path} has changed: {Added} sensors added, {Removed} removed, {Changed} changed")]
    public static partial void CatalogueChanged(ILogger logger, string path, int added, int removed, int changed);

    [LoggerMessage(1011, LogLevel.Error, "Could not read the catalogue; the sensors stay as they were: {Reason}")]
    public static partial void CatalogueRefused(ILogger logger, string reason);

    [LoggerMessage(1012, LogLevel.Information, "Catalogue {Path} is valid again; its sensors are unchanged")]
    public static partial void CatalogueRepaired(ILogger logger, string path);

    [LoggerMessage(1100, LogLevel.Warning, "Could not publish readings to the event hub (attempt {Failures}); retrying in {Pause}: {Reason}")]
    public static partial void PublishingFailed(ILogger logger, int failures, TimeSpan pause, string reason);

    [LoggerMessage(1101, LogLevel.Information, "Event hub accepts readings again")]
    public static partial void PublishingResumed(ILogger logger);

    [LoggerMessage(1102, LogLevel.Information, "Stopped; {Count} readings were published")]
    public static partial void PublishingStopped(ILogger logger, long count);

    [LoggerMessage(1103, LogLevel.Error, "Stopped before all readings were published; {Count} readings were not published")]
    public static partial void ReadingsAbandoned(ILogger logger, long count);

    [LoggerMessage(1104, LogLevel.Error, "Event hub has been unavailable or too slow for longer than {BufferTime}; {Count} readings from {From:O} to {Until:O} are lost")]
    public static partial void ReadingsDropped(ILogger logger, TimeSpan bufferTime, long count, DateTime from, DateTime until);

    [LoggerMessage(1105, LogLevel.Warning, "Readings are {Behind} late because the event hub is unavailable or too slow; readings later than {BufferTime} are lost")]
    public static partial void Behind(ILogger logger, TimeSpan behind, TimeSpan bufferTime);

    [LoggerMessage(1106, LogLevel.Error, "Readings are being lost: the event hub has been unavailable or too slow for longer than {BufferTime}")]
    public static partial void Losing(ILogger logger, TimeSpan bufferTime);

    [LoggerMessage(1107, LogLevel.Information, "Readings are on time again")]
    public static partial void InTime(ILogger logger);
}
