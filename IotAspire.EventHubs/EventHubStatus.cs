namespace IotAspire.EventHubs;

/// <summary>How the last operation on the hub went, for the health check.</summary>
internal sealed class EventHubStatus
{
    private string? _failure;

    /// <summary>Why the last operation failed; null if it succeeded or there was none yet.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    public void Succeeded() => Volatile.Write(ref _failure, null);

    public void Failed(EventHubException failure)
    {
        // Losing a partition to another consumer is how consumers share, not a fault.
        if (failure.Reason != EventHubFailureReason.ConsumerDisconnected)
            Volatile.Write(ref _failure, $"{failure.Reason}: {failure.Message}");
    }
}
