using System.Net.Sockets;
using System.Security.Authentication;
using Azure.Messaging.EventHubs;

namespace IotAspire.EventHubs;

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
        ArgumentException or InvalidOperationException => new(EventHubFailureReason.Refused, $"{what}: {exception.Message}", exception),
        _ => new(IsSignIn(exception) ? EventHubFailureReason.Unauthorized : EventHubFailureReason.Unreachable, $"{what}: {exception.Message}", exception),
    };

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
