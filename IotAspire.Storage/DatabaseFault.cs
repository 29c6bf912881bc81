using System.Globalization;
using System.Net.Sockets;
using MySqlConnector;

namespace IotAspire.Storage;

/// <summary>Tells faults of the database that pass from those that somebody must mend.</summary>
public static class DatabaseFault
{
    // The driver has no name for it: "Running in read-only mode".
    private const MySqlErrorCode InnoDbReadOnly = (MySqlErrorCode)1836;

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
        // The server heard nothing of us for too long and closed the connection.
        MySqlErrorCode.ClientInteractionTimeout,
        InnoDbReadOnly,
        // The service's identity got no token, so there was no password; the next try asks again.
        MySqlErrorCode.ProvidePasswordCallbackFailed,
    ];

    // A connection that broke in the middle carries no error number.
    private const MySqlErrorCode NoNumber = MySqlErrorCode.None;

    /// <summary>Whether trying the same again later can help.</summary>
    public static bool IsTransient(Exception exception) => Find(exception) switch
    {
        { } found => found.ErrorCode == NoNumber || found.IsTransient || Passing.Contains(found.ErrorCode) || IsReadOnly(found),
        // The driver lets a socket's own exception through when it writes to a connection that the server has closed.
        null => exception is IOException or SocketException or TimeoutException || IsClosedConnection(exception),
    };

    /// <summary>Whether a table or the database itself isn't there (yet).</summary>
    public static bool IsMissingSchema(Exception exception) =>
        Find(exception)?.ErrorCode is MySqlErrorCode.NoSuchTable or MySqlErrorCode.UnknownDatabase;

    /// <summary>What telemetry calls it: the server's error number, or else the exception's type.</summary>
    public static string TypeOf(Exception exception) => Find(exception) is { ErrorCode: not NoNumber } found
        ? ((int)found.ErrorCode).ToString(CultureInfo.InvariantCulture)
        : exception.GetType().FullName!;

    /// <summary>One line without secrets.</summary>
    public static string Describe(Exception exception) => Find(exception)?.Message ?? exception.Message;

    // A server that a failover demotes, or hasn't promoted yet. Other options (--secure-file-priv, --skip-grant-tables) have the same
    // number, and only a person can mend those.
    private static bool IsReadOnly(MySqlException exception) =>
        exception.ErrorCode == MySqlErrorCode.OptionPreventsStatement
        && (exception.Message.Contains("read-only", StringComparison.OrdinalIgnoreCase) || exception.Message.Contains("read_only", StringComparison.OrdinalIgnoreCase));

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
