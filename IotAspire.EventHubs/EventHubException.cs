using System.Net.Sockets;
using System.Security.Authentication;
using Azure.Messaging.EventHubs;

namespace IotAspire.EventHubs;

/// <summary>The event hub could not do what was asked.</summary>
public sealed class EventHubException : Exception
{
    /// <summary>Creates the exception.</summary>
    public EventHubException(EventHubFailureReason reason, string message, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>The kind of failure.</summary>
    public EventHubFailureReason Reason { get; }

    /// <summary>Whether trying again later can help.</summary>
    public bool IsTransient => Reason is EventHubFailureReason.Unreachable or EventHubFailureReason.Busy or EventHubFailureReason.Timeout or EventHubFailureReason.PositionLost;
}

/// <summary>Kinds of <see cref="EventHubException"/>, named as in the Azure SDK where it has a name.</summary>
public enum EventHubFailureReason
{
    /// <summary>Nothing answers, or the connection or link broke.</summary>
    Unreachable,

    /// <summary>The hub throttles.</summary>
    Busy,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>No such hub, partition or consumer group.</summary>
    ResourceNotFound,

    /// <summary>The key or token is refused.</summary>
    Unauthorized,

    /// <summary>A receiver with a higher owner level took the partition.</summary>
    ConsumerDisconnected,

    /// <summary>One event alone is larger than the hub's message size.</summary>
    MessageSizeExceeded,

    /// <summary>The partition ends before the position at which a receiver should begin or go on: it is another stream, and has to be looked at again.</summary>
    PositionLost,

    /// <summary>The hub refuses for another reason; trying again won't help.</summary>
    Refused,
}

/// <summary>Turns what the Azure SDK throws into <see cref="EventHubException"/>.</summary>
internal static class EventHubFailure
{
    // By name, because only services that sign in with an identity reference the type's package.
    private const string SignInFailed = "Azure.Identity.AuthenticationFailedException";

    /// <summary>Whether it is a failure of the hub or of the way to it, and not the caller's cancellation or a bug of ours.</summary>
    public static bool IsFailure(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        EventHubException or EventHubsException or TimeoutException or IOException or SocketException => true,
        UnauthorizedAccessException or AuthenticationException or ObjectDisposedException => true,
        // What the service calls an argument error reaches us so, without the service's name for it.
        ArgumentException or InvalidOperationException => true,
        _ => IsSignIn(exception),
    };

    public static EventHubException From(Exception exception, string what) => exception switch
    {
        EventHubException known => known,
        EventHubsException failure => new(ReasonOf(failure), $"{what}: {failure.Message}", failure),
        TimeoutException or OperationCanceledException => new(EventHubFailureReason.Timeout, $"{what}: no answer in time.", exception),
        UnauthorizedAccessException or AuthenticationException => new(EventHubFailureReason.Unauthorized, $"{what}: {exception.Message}", exception),
        ObjectDisposedException => new(EventHubFailureReason.Unreachable, $"{what}: {exception.Message}", exception),
        ArgumentException when IsPosition(exception) => new(EventHubFailureReason.PositionLost, $"{what}: {exception.Message}", exception),
        ArgumentException or InvalidOperationException => new(EventHubFailureReason.Refused, $"{what}: {exception.Message}", exception),
        _ => new(IsSignIn(exception) ? EventHubFailureReason.Unauthorized : EventHubFailureReason.Unreachable, $"{what}: {exception.Message}", exception),
    };

    // The SDK keeps the service's text alone: "The supplied offset '7' is invalid. The last offset in the system is '5'".
    private static bool IsPosition(Exception exception) =>
        exception.Message.Contains("The supplied ", StringComparison.Ordinal) && exception.Message.Contains(" in the system is ", StringComparison.Ordinal);

    private static bool IsSignIn(Exception exception) => exception.GetType().FullName == SignInFailed || exception.GetType().BaseType?.FullName == SignInFailed;

    private static EventHubFailureReason ReasonOf(EventHubsException failure) => failure.Reason switch
    {
        EventHubsException.FailureReason.ResourceNotFound => EventHubFailureReason.ResourceNotFound,
        EventHubsException.FailureReason.ConsumerDisconnected => EventHubFailureReason.ConsumerDisconnected,
        EventHubsException.FailureReason.MessageSizeExceeded => EventHubFailureReason.MessageSizeExceeded,
        EventHubsException.FailureReason.ServiceBusy => EventHubFailureReason.Busy,
        EventHubsException.FailureReason.ServiceTimeout => EventHubFailureReason.Timeout,
        EventHubsException.FailureReason.ServiceCommunicationProblem or EventHubsException.FailureReason.ClientClosed => EventHubFailureReason.Unreachable,
        _ => failure.IsTransient ? EventHubFailureReason.Unreachable : EventHubFailureReason.Refused,
    };
}
