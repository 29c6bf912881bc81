using IotAspire.EventHubs.Emulator.Connections;
using IotAspire.EventHubs.Emulator.Faults;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>What can be done to a running namespace, by a call of the library or a request over HTTP.</summary>
internal sealed class NamespaceAdministration(Namespace served, AmqpConnections connections)
{
    public HubDirectory Hubs => served.Hubs;

    public FaultRegister Faults => served.Faults;

    public AmqpConnections Connections => connections;

    public ByteBudget Memory => served.Memory;

    public int MaxMessageSize => served.MaxMessageSize;

    /// <summary>Forgets all events of a hub, which becomes another stream, and cuts all connections; once begun it is done.</summary>
    public async Task ForgetStreamAsync(EventHub hub, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await hub.ResetAsync();
        await connections.DropAsync();
    }

    /// <summary>Puts a fault to work; connections that it keeps out are cut at once.</summary>
    public InjectedFault Inject(Fault fault)
    {
        var injected = served.Faults.Add(fault);
        if (fault is { Kind: FaultKind.Disconnect, Times: null, Operation: FaultOperation.Any or FaultOperation.Connect, EventHub: null })
            connections.Abort();
        return injected;
    }

    /// <summary>Sends a range once more to all who read the partition now, or only to those of a group; returns how many they are.</summary>
    public static int Redeliver(EventHub hub, Partition partition, string? group, long first, long last)
    {
        var readers = hub.ConsumerGroups.Where(known => group is null || known.Name.Equals(group, StringComparison.OrdinalIgnoreCase))
            .SelectMany(known => known.Readers(partition.Id).All).ToList();
        foreach (var reader in readers)
            reader.Redeliver(first, last);
        return readers.Count;
    }
}
