using System.Net.Sockets;
using System.Security.Authentication;
using Amqp;
using Amqp.Framing;

namespace IotAspire.EventHubs.Amqp;

/// <summary>Turns what the AMQP library throws, and what the hub answers, into <see cref="EventHubException"/>.</summary>
internal static class AmqpFailure
{
    /// <summary>Whether it is a failure of the hub or of the way to it, and not the caller's cancellation or a bug of ours.</summary>
    public static bool IsFailure(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        EventHubException or AmqpException or TimeoutException or IOException or SocketException or ObjectDisposedException => true,
        AuthenticationException => true,
        _ => false,
    };

    public static EventHubException From(Exception exception, string what) => exception switch
    {
        EventHubException known => known,
        AmqpException amqp => From(amqp.Error, what, amqp),
        TimeoutException or OperationCanceledException => new(EventHubFailureReason.Timeout, $"{what}: no answer in time.", exception),
        _ => new(EventHubFailureReason.Unreachable, $"{what}: {exception.Message}", exception),
    };

    public static EventHubException From(Error? error, string what, Exception? cause = null) =>
        error is null
            ? new EventHubException(EventHubFailureReason.Unreachable, $"{what}: the connection was closed.", cause)
            : new EventHubException(ReasonOf(error.Condition), $"{what}: {error.Description} ({error.Condition})", cause);

    public static EventHubException From(int status, string? condition, string? description, string what) =>
        new(condition is null ? ReasonOf(status) : ReasonOf(condition), $"{what}: {description} ({condition ?? status.ToString(System.Globalization.CultureInfo.InvariantCulture)})");

    private static EventHubFailureReason ReasonOf(string? condition) => condition switch
    {
        "amqp:not-found" or "com.microsoft:entity-disabled" => EventHubFailureReason.ResourceNotFound,
        "amqp:unauthorized-access" or "com.microsoft:auth-failed" => EventHubFailureReason.Unauthorized,
        "amqp:link:stolen" => EventHubFailureReason.ConsumerDisconnected,
        "amqp:link:message-size-exceeded" => EventHubFailureReason.MessageSizeExceeded,
        "com.microsoft:server-busy" => EventHubFailureReason.Busy,
        "com.microsoft:timeout" => EventHubFailureReason.Timeout,
        "com.microsoft:argument-error" or "com.microsoft:argument-out-of-range" or "amqp:not-allowed" or "amqp:not-implemented"
            or "amqp:resource-limit-exceeded" or "amqp:decode-error" or "amqp:invalid-field" => EventHubFailureReason.Refused,
        // Closed by force, an internal error, an operation on what is closed already: another connection may do.
        _ => EventHubFailureReason.Unreachable,
    };

    private static EventHubFailureReason ReasonOf(int status) => status switch
    {
        401 or 403 => EventHubFailureReason.Unauthorized,
        404 => EventHubFailureReason.ResourceNotFound,
        408 or 504 => EventHubFailureReason.Timeout,
        503 => EventHubFailureReason.Busy,
        >= 500 => EventHubFailureReason.Unreachable,
        _ => EventHubFailureReason.Refused,
    };
}
