using MySqlConnector;

namespace IotAspire.Storage;

/// <summary>Tells faults of the database that pass from those that somebody must mend.</summary>
public static class DatabaseFault
{
    // What MySqlException.IsTransient knows, less what only a person can mend, plus what a restarting server says.
    private static readonly HashSet<MySqlErrorCode> Passing =
    [
        MySqlErrorCode.UnableToConnectToHost,
        MySqlErrorCode.ServerShutdown,
        MySqlErrorCode.NormalShutdown,
        MySqlErrorCode.AbortingConnection,
        MySqlErrorCode.QueryInterrupted,
        MySqlErrorCode.LockDeadlock,
        MySqlErrorCode.LockWaitTimeout,
        MySqlErrorCode.TooManyUserConnections,
        MySqlErrorCode.UserLimitReached,
        MySqlErrorCode.ConnectionCountError,
        MySqlErrorCode.CommandTimeoutExpired,
        // The service's identity got no token, so there was no password; the next try asks again.
        MySqlErrorCode.ProvidePasswordCallbackFailed,
    ];

    // A connection that broke in the middle carries no error number.
    private const MySqlErrorCode NoNumber = MySqlErrorCode.None;

    /// <summary>Whether trying the same again later can help.</summary>
    public static bool IsTransient(Exception exception) => Find(exception) switch
    {
        { } found => found.ErrorCode == NoNumber || found.IsTransient || Passing.Contains(found.ErrorCode),
        null => exception is IOException or TimeoutException || IsClosedConnection(exception),
    };

    /// <summary>Whether a table or the database itself isn't there (yet).</summary>
    public static bool IsMissingSchema(Exception exception) =>
        Find(exception)?.ErrorCode is MySqlErrorCode.NoSuchTable or MySqlErrorCode.UnknownDatabase;

    /// <summary>One line without secrets.</summary>
    public static string Describe(Exception exception) => Find(exception)?.Message ?? exception.Message;

    // EF Core wraps the driver's exception, once its retries are used up.
    private static MySqlException? Find(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is MySqlException found)
                return found;
        }

        return null;
    }

    // The driver says so when the server went away between two commands.
    private static bool IsClosedConnection(Exception exception) =>
        exception is InvalidOperationException && exception.Message.Contains("Connection", StringComparison.Ordinal)
        && exception.Message.Contains("Open", StringComparison.Ordinal);
}
