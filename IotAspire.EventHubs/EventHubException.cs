namespace IotAspire.EventHubs;

/// <summary>The event hub could not do what was asked.</summary>
public sealed class EventHubException : Exception
{
    /// <summary>Says what failed, why and, if known, the cause below.</summary>
    public EventHubException(EventHubFailureReason reason, string message, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>The kind of failure.</summary>
    public EventHubFailureReason Reason { get; }

    /// <summary>Whether trying again later can help.</summary>
    public bool IsTransient => Reason is EventHubFailureReason.Unreachable or EventHubFailureReason.Busy or EventHubFailureReason.Timeout;
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

    /// <summary>The hub refuses for another reason; trying again won't help.</summary>
    Refused,
}
