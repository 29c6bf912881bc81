using IotAspire.EventHubs.Emulator.Links;

namespace IotAspire.EventHubs.Emulator.Connections;

/// <summary>What a connection may make the server keep, over all its sessions and links.</summary>
internal sealed class ConnectionMemory(ByteBudget budget, TimeProvider time) : IDisposable
{
    private const long MaxReplies = 1024 * 1024;

    public PartialDeliveries Partial { get; } = new(budget, time);

    /// <summary>Replies from the moment they are made until they are sent.</summary>
    public KeptBytes Replies { get; } = new(budget, MaxReplies);

    public void Dispose()
    {
        Partial.Dispose();
        Replies.Dispose();
    }
}
