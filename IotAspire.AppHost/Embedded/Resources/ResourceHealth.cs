namespace IotAspire.AppHost.Embedded.Resources;

/// <summary>What a resource says of itself.</summary>
/// <param name="Status">Healthy, Degraded or Unhealthy.</param>
/// <param name="Reason">Why, if not healthy.</param>
internal sealed record ResourceHealth(string Status, string? Reason)
{
    public static ResourceHealth Healthy { get; } = new("Healthy", null);

    public static ResourceHealth Unhealthy(string reason) => new("Unhealthy", reason);
}
