namespace IotAspire.EventHubs;

/// <summary>The hub that a host's clients use, read from <c>ConnectionStrings</c>.</summary>
internal sealed class EventHubClientOptions
{
    /// <summary>Name of the connection string.</summary>
    public string ConnectionName { get; set; } = "";

    /// <summary>Its value, unchecked.</summary>
    public string? ConnectionString { get; set; }

    public EventHubConnectionString Parse() => EventHubConnectionString.Parse(ConnectionString);
}
