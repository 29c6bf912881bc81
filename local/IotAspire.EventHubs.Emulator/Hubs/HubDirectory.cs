using System.Collections.Concurrent;
using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>The hubs of the namespace by name, in any letter case.</summary>
internal sealed class HubDirectory : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, EventHub> _hubs = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<EventHub> All => _hubs.Values;

    public void Add(EventHub hub)
    {
        if (!_hubs.TryAdd(hub.Name, hub))
            throw new InvalidOperationException($"The hub '{hub.Name}' is there already.");
    }

    public EventHub Get(string name) =>
        _hubs.TryGetValue(name, out var hub) ? hub : throw new AmqpException(AmqpError.NotFound(name));

    public async ValueTask DisposeAsync()
    {
        foreach (var hub in _hubs.Values)
            await hub.DisposeAsync();
    }
}
