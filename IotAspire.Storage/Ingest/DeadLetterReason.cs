namespace IotAspire.Storage.Ingest;

/// <summary>Why something lies in <c>dead_letters</c>.</summary>
public static class DeadLetterReason
{
    /// <summary>The body, or an element of it, isn't a reading.</summary>
    public const string Undecodable = "undecodable";

    /// <summary>The event names a schema that isn't known.</summary>
    public const string UnknownSchema = "unknown-schema";

    /// <summary>The reading's unit isn't its sensor's.</summary>
    public const string UnitMismatch = "unit-mismatch";

    /// <summary>The sensor isn't known, and as many as may be have been registered by their readings.</summary>
    public const string TooManySensors = "too-many-sensors";

    /// <summary>Measured before the raw cutoff.</summary>
    public const string TooOld = "too-old";

    /// <summary>Measured more than a day after the hub took it.</summary>
    public const string InTheFuture = "in-the-future";
}
