namespace IotAspire.Api;

/// <summary>Every log message of this service; ids 3000 to 3499.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(3000, LogLevel.Warning, "Answered a request with 503 because the database is unavailable: {Reason}")]
    public static partial void DatabaseAway(ILogger logger, string reason);

    [LoggerMessage(3010, LogLevel.Warning, "Couldn't refresh the API keys; the cached ones stay valid for a minute: {Reason}")]
    public static partial void KeysNotRead(ILogger logger, string reason);

    [LoggerMessage(3011, LogLevel.Debug, "Could not write when keys were last used: {Reason}")]
    public static partial void KeyUseNotWritten(ILogger logger, string reason);

    [LoggerMessage(3020, LogLevel.Warning, "Canceled a request that took longer than {Time}: {Path}")]
    public static partial void TimedOut(ILogger logger, TimeSpan time, string path);

    [LoggerMessage(3021, LogLevel.Information, "Aborted an answer whose reader took less than {BytesPerSecond} bytes a second: {Path}")]
    public static partial void ReaderTooSlow(ILogger logger, int bytesPerSecond, string path);

    [LoggerMessage(3030, LogLevel.Warning, "The live stream waits because the database can't be read: {Reason}")]
    public static partial void LiveStalled(ILogger logger, string reason);

    [LoggerMessage(3031, LogLevel.Information, "The live stream has resumed")]
    public static partial void LiveResumed(ILogger logger);

    [LoggerMessage(3040, LogLevel.Debug, "Could not sample the pipeline's rates: {Reason}")]
    public static partial void RatesNotSampled(ILogger logger, string reason);

    [LoggerMessage(3050, LogLevel.Debug, "The first requests will take longer because warming up failed: {Reason}")]
    public static partial void NotWarm(ILogger logger, string reason);

    [LoggerMessage(3051, LogLevel.Debug, "Ready for the first requests after {Time}")]
    public static partial void Warm(ILogger logger, TimeSpan time);
}
