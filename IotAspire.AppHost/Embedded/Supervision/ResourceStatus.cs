using IotAspire.LocalDashboard;

namespace IotAspire.AppHost.Embedded.Supervision;

/// <summary>Where a resource is in its life, as its supervisor knows it.</summary>
/// <param name="State">The state.</param>
/// <param name="RunningSince">Since when it is up; null when it isn't.</param>
/// <param name="Restarts">How often it was started again.</param>
/// <param name="Reason">Why it isn't up.</param>
internal sealed record ResourceStatus(ResourceState State, DateTimeOffset? RunningSince = null, int Restarts = 0, string? Reason = null);
