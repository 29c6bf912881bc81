namespace IotAspire.EventHubs.Emulator;

/// <summary>What happens instead of an operation.</summary>
public enum FaultKind
{
    /// <summary>It is refused as if the namespace were too busy.</summary>
    Throttle,

    /// <summary>It is refused with a given condition.</summary>
    Refuse,

    /// <summary>It is done, but answered late.</summary>
    Delay,

    /// <summary>The connection breaks.</summary>
    Disconnect,
}
