using System.ComponentModel.DataAnnotations;
using Azure.Messaging.EventHubs;

namespace IotAspire.EventHubs;

/// <summary>How one call meets a transient failure, before its exception reaches the caller. The meaning is the Azure SDK's.</summary>
public sealed class EventHubRetryOptions
{
    internal const string Section = "EventHubs:Retry";

    /// <summary>Further tries after the first; default 3.</summary>
    [Range(0, 100)]
    public int MaximumRetries { get; set; } = 3;

    /// <summary>Pause before the first retry, doubled with each, with jitter; default 0.2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(0.2);

    /// <summary>Longest pause; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan MaximumDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time allowed for one try; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromSeconds(10);

    internal EventHubsRetryOptions ToAzure() => new()
    {
        Mode = EventHubsRetryMode.Exponential,
        MaximumRetries = MaximumRetries,
        Delay = Delay,
        // The SDK refuses a longest pause below the first one.
        MaximumDelay = MaximumDelay < Delay ? Delay : MaximumDelay,
        TryTimeout = TryTimeout,
    };
}
