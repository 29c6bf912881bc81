namespace IotAspire.EventHubs;

/// <summary>An event to publish.</summary>
/// <param name="Body">The payload; not copied, so leave it alone until the send returns.</param>
public sealed record OutgoingEvent(ReadOnlyMemory<byte> Body)
{
    /// <summary>Media type of the body.</summary>
    public string? ContentType { get; init; }

    /// <summary>Application properties, such as <c>schema</c> and <c>traceparent</c>.</summary>
    public IReadOnlyDictionary<string, string>? Properties { get; init; }
}
