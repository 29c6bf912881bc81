using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using IotAspire.EventHubs.Emulator.Codec;

namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>The hubs of the namespace by name, in any letter case. They may come and go while clients use others.</summary>
internal sealed class HubDirectory(EventHubsEmulatorOptions options, ILogger logger) : IAsyncDisposable
{
    // Changes are rare and touch files; one after the other. Finding needs no lock.
    private readonly Lock _changing = new();
    private readonly ConcurrentDictionary<string, EventHub> _hubs = new(StringComparer.OrdinalIgnoreCase);

    // Their files are still being removed: a hub of the same name would lose its own with them.
    private readonly HashSet<string> _leaving = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<EventHub> All => [.. _hubs.Values.OrderBy(hub => hub.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Opens the hubs asked for, and those that an earlier run left in the data directory.</summary>
    public void Open()
    {
        foreach (var hub in options.Hubs)
            Add(hub);
        foreach (var stored in HubStore.Stored(options.DataDirectory))
        {
            if (!_hubs.ContainsKey(stored.Name))
                Add(stored);
        }
    }

    /// <summary>Adds a hub, with what the data directory knows of it.</summary>
    /// <exception cref="InvalidOperationException">It is there already, or still being deleted.</exception>
    public EventHub Add(EventHubOptions hub)
    {
        lock (_changing)
        {
            if (_hubs.ContainsKey(hub.Name))
                throw new InvalidOperationException($"The hub '{hub.Name}' is there already.");
            if (_leaving.Contains(hub.Name))
                throw new InvalidOperationException($"The hub '{hub.Name}' is still being deleted.");
            return _hubs[hub.Name] = EventHub.Open(hub, options, logger);
        }
    }

    /// <summary>Adds a consumer group; false if it is there already.</summary>
    /// <exception cref="InvalidOperationException">The hub was deleted.</exception>
    public bool AddConsumerGroup(EventHub hub, string group)
    {
        lock (_changing)
        {
            if (!_hubs.TryGetValue(hub.Name, out var listed) || listed != hub)
                throw new InvalidOperationException($"The hub '{hub.Name}' was deleted.");
            return hub.AddConsumerGroup(group);
        }
    }

    /// <summary>Ends the hub's links and removes it with all its events; false if it is gone already.</summary>
    public async Task<bool> DeleteAsync(EventHub hub)
    {
        lock (_changing)
        {
            if (!_hubs.TryRemove(KeyValuePair.Create(hub.Name, hub)))
                return false;
            _leaving.Add(hub.Name);
        }

        try
        {
            await hub.DeleteAsync();
            return true;
        }
        finally
        {
            lock (_changing)
                _leaving.Remove(hub.Name);
        }
    }

    public bool TryGet(string name, [NotNullWhen(true)] out EventHub? hub) => _hubs.TryGetValue(name, out hub);

    public EventHub Get(string name) => TryGet(name, out var hub) ? hub : throw new AmqpException(AmqpError.NotFound(name));

    public async ValueTask DisposeAsync()
    {
        foreach (var hub in _hubs.Values)
            await hub.DisposeAsync();
    }
}
