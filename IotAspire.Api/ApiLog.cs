namespace IotAspire.Api;

/// <summary>Every log message of this service; ids 3000 to 3499.</summary>
internal static partial class ApiLog
{
    [LoggerMessage(3000, LogLevel.Warning, "A question was answered with 503, the database can't be used: {Reason}")]
    public static partial void DatabaseAway(ILogger logger, string reason);
}
