using Microsoft.Extensions.Logging;

namespace IotAspire.Hosting.Local;

internal static partial class LocalServerLog
{
    [LoggerMessage(1, LogLevel.Error, "Failed to create '{Resource}'")]
    public static partial void NotCreated(ILogger logger, string resource, Exception exception);
}
