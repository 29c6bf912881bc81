using Microsoft.Extensions.Logging;

namespace IotAspire.AppHost.Embedded;

internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Warning, "Port {Preferred} is taken; {Resource} uses {Port}")]
    public static partial void PortTaken(ILogger logger, int preferred, string resource, int port);

    [LoggerMessage(5001, LogLevel.Information, "{Resource} is starting")]
    public static partial void Starting(ILogger logger, string resource);

    [LoggerMessage(5002, LogLevel.Information, "{Resource} is healthy after {Seconds:0.0} s")]
    public static partial void Healthy(ILogger logger, string resource, double seconds);

    [LoggerMessage(5003, LogLevel.Warning, "{Resource} {Ended}; it is started again in {Seconds:0.0} s")]
    public static partial void Restarting(ILogger logger, string resource, string ended, double seconds);

    [LoggerMessage(5004, LogLevel.Critical, "{Message}")]
    public static partial void StartFailed(ILogger logger, string message);

    [LoggerMessage(5005, LogLevel.Information, "Stopping, in this order: {Resources}")]
    public static partial void Stopping(ILogger logger, string resources);

    [LoggerMessage(5006, LogLevel.Information, "{Resource} {How}; that took {Seconds:0.0} s")]
    public static partial void Stopped(ILogger logger, string resource, string how, double seconds);

    [LoggerMessage(5007, LogLevel.Error, "{Resource} couldn't be stopped: {Reason}")]
    public static partial void StopFailed(ILogger logger, string resource, string reason);

    [LoggerMessage(5009, LogLevel.Information, "Login to the dashboard at {Address}")]
    public static partial void Dashboard(ILogger logger, string address);

    [LoggerMessage(5010, LogLevel.Warning, "There is no dashboard: {Reason}")]
    public static partial void NoDashboard(ILogger logger, string reason);

    [LoggerMessage(5008, LogLevel.Error, "{Message}")]
    public static partial void RestartFailed(ILogger logger, string message);
}
