using Microsoft.Extensions.Logging;

namespace IotAspire.Hosting.Local;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "Failed to create the database '{DatabaseName}'")]
    public static partial void DatabaseNotCreated(ILogger logger, string databaseName, Exception exception);
}
