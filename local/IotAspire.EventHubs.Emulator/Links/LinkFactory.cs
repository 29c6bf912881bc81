using IotAspire.EventHubs.Emulator.Access;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Connections;
using IotAspire.EventHubs.Emulator.Faults;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>Makes the link that an attach asks for, or throws <see cref="AmqpException"/> saying why not.</summary>
internal sealed class LinkFactory(Namespace served, Claims claims, ExpiryWatch expiries, ConnectionFaults faults)
{
    private const string IdempotentProducer = "com.microsoft:idempotent-producer";

    private readonly Management _management = new(served.Hubs, claims, served.Time);
    private readonly ClaimsNode _cbs = new(claims, served.Hubs);

    public Link Create(AmqpSession session, Attach attach)
    {
        var terminus = attach.IsReceiver ? attach.Source : attach.Target;
        var path = EntityPath.Parse(Terminus.Address(terminus) ?? "");
        if (path.IsCbs || path.IsManagement)
            return attach.IsReceiver ? new ReplyLink(session, attach) : new RequestLink(session, attach, Node(path), faults);

        var fault = faults.Take(FaultOperation.OpenLink, path);
        if (fault?.Refusal is { } refusal)
            throw new AmqpException(refusal);
        claims.Require(path);
        var hub = served.Hubs.Get(path.Hub);
        var link = attach.IsReceiver ? (Link)Consumer(session, attach, hub, path) : Publisher(session, attach, hub, path);
        link.OpenDelay = fault?.HoldFor ?? TimeSpan.Zero;
        Watch(link, hub, path);
        return link;
    }

    private IRequestNode Node(EntityPath path) => path.IsCbs ? _cbs : _management;

    private PublisherLink Publisher(AmqpSession session, Attach attach, EventHub hub, EntityPath path)
    {
        if (!path.TakesEvents)
            throw new AmqpException(AmqpError.NotAllowed($"Events can't be sent to '{path}', only to a hub, its Partitions/… or Publishers/…."));
        if (ConsumerRequest.Wants(attach.DesiredCapabilities, IdempotentProducer))
            throw new AmqpException(AmqpError.NotImplemented("Idempotent publishing isn't supported: an event that is sent again would be stored twice."));
        var partition = path.Partition is { } id ? hub.GetPartition(id) : null;
        return new PublisherLink(session, attach, served, hub, partition, faults);
    }

    private ConsumerLink Consumer(AmqpSession session, Attach attach, EventHub hub, EntityPath path)
    {
        var group = hub.GetConsumerGroup(path.ConsumerGroup ?? EventHub.DefaultConsumerGroup);
        var partition = hub.GetPartition(path.Partition ?? throw new AmqpException(AmqpError.NotFound(path.ToString())));
        var request = ConsumerRequest.Read(attach);
        RequireReachable(partition.Log, request.From);
        return new ConsumerLink(
            session, attach, request, new PartitionOfGroup(hub, group, partition), faults, served.Time);
    }

    // A consumer with the checkpoint of another stream would otherwise wait for events that never come, or skip some.
    private static void RequireReachable(LogView log, ReadFrom from)
    {
        var (name, last) = from.Kind switch
        {
            ReadFromKind.Offset => ("offset", log.LastOffset),
            ReadFromKind.SequenceNumber => ("sequence number", log.LastSequenceNumber),
            _ => ("", long.MaxValue),
        };
        // Where damage took the last event, its offset is still one that a consumer may have.
        if (from.Value > last && !(from.Kind == ReadFromKind.Offset && from.Value < log.EndOffset))
            throw new AmqpException(AmqpError.Argument($"The supplied {name} '{from.Value}' is invalid. The last {name} in the system is '{last}'"));
    }

    // A link ends with its hub, and with the claim that let it in.
    private void Watch(Link link, EventHub hub, EntityPath path)
    {
        link.Released = () =>
        {
            hub.Leave(link);
            expiries.Remove(link);
        };
        hub.Enter(link);
        expiries.Add(link, path);
    }
}
