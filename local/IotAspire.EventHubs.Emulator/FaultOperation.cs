namespace IotAspire.EventHubs.Emulator;

/// <summary>What a client does when a fault meets it.</summary>
public enum FaultOperation
{
    /// <summary>Any of these.</summary>
    Any,

    /// <summary>It connects. Only <see cref="FaultKind.Disconnect"/> can meet that.</summary>
    Connect,

    /// <summary>It puts a token.</summary>
    Authorize,

    /// <summary>It asks for the properties of a hub or partition.</summary>
    Manage,

    /// <summary>It opens a producer or a consumer.</summary>
    OpenLink,

    /// <summary>It sends a message, be it one event or a batch.</summary>
    Send,

    /// <summary>It is about to get events that are there.</summary>
    Receive,
}
