using Microsoft.Extensions.Logging;

namespace IotAspire.LocalMySql;

internal static partial class LocalMySqlLog
{
    [LoggerMessage(5500, LogLevel.Information, "{Server} from {Origin} listens on 127.0.0.1:{Port}; not used: {Reasons}")]
    public static partial void Started(ILogger logger, string server, string origin, int port, string reasons);

    [LoggerMessage(5501, LogLevel.Information, "Server of the given connection string is {Server}")]
    public static partial void Configured(ILogger logger, string server);

    [LoggerMessage(5502, LogLevel.Information, "Initializing data directory {DataDirectory} with {Server}")]
    public static partial void Initialising(ILogger logger, string dataDirectory, string server);

    [LoggerMessage(5503, LogLevel.Information, "Downloading server packages, once, to {Folder}")]
    public static partial void Downloading(ILogger logger, string folder);

    [LoggerMessage(5504, LogLevel.Information, "Download: {Progress}")]
    public static partial void Progress(ILogger logger, string progress);

    [LoggerMessage(5505, LogLevel.Information, "Downloaded {Count} packages; unpacking them")]
    public static partial void Unpacking(ILogger logger, int count);

    [LoggerMessage(5506, LogLevel.Information, "Package {Package} is ready after {Seconds:0.0} s")]
    public static partial void Downloaded(ILogger logger, string package, double seconds);

    [LoggerMessage(5507, LogLevel.Warning, "Recreating package folder {Folder}: {Reason}")]
    public static partial void BrokenCache(ILogger logger, string folder, string reason);

    [LoggerMessage(5508, LogLevel.Information, "Waiting for lock {Path}, which another process holds")]
    public static partial void WaitingForLock(ILogger logger, string path);

    [LoggerMessage(5509, LogLevel.Debug, "{Line}")]
    public static partial void ServerOutput(ILogger logger, string line);

    [LoggerMessage(5510, LogLevel.Warning, "{Line}")]
    public static partial void ServerError(ILogger logger, string line);

    [LoggerMessage(5511, LogLevel.Information, "Server stopped with code {ExitCode} after {Seconds:0.0} s")]
    public static partial void Stopped(ILogger logger, int exitCode, double seconds);

    [LoggerMessage(5512, LogLevel.Warning, "Port {Port} is already in use; trying another one")]
    public static partial void PortTaken(ILogger logger, int port);

    [LoggerMessage(5513, LogLevel.Warning, "{Server} was downloaded {Days} days ago, and the distribution may have a newer one. Start once with --renew-mysql (IotAspire.LocalMySql.Server: --renew true) to download it")]
    public static partial void Old(ILogger logger, string server, int days);

    [LoggerMessage(5514, LogLevel.Information, "Replaced {Old} by {New}")]
    public static partial void Renewed(ILogger logger, string old, string @new);

    [LoggerMessage(5515, LogLevel.Warning, "Could not download {Server} again; using the existing one: {Reasons}")]
    public static partial void NotRenewed(ILogger logger, string server, string reasons);
}
