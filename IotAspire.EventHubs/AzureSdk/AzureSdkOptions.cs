using Azure.Messaging.EventHubs;

namespace IotAspire.EventHubs.AzureSdk;

/// <summary>Our settings in the SDK's words.</summary>
internal static class AzureSdkOptions
{
    /// <summary>Pauses double in the SDK too; it adds its own jitter.</summary>
    public static EventHubsRetryOptions ToAzure(this EventHubRetryOptions retry) => new()
    {
        Mode = EventHubsRetryMode.Exponential,
        MaximumRetries = retry.MaximumRetries,
        Delay = retry.Delay,
        // The SDK refuses a longest pause below the first one.
        MaximumDelay = retry.MaximumDelay < retry.Delay ? retry.Delay : retry.MaximumDelay,
        TryTimeout = retry.TryTimeout,
    };
}
