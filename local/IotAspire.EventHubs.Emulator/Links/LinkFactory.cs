using IotAspire.EventHubs.Emulator.Access;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Codec.Performatives;
using IotAspire.EventHubs.Emulator.Connections;
using IotAspire.EventHubs.Emulator.Hubs;

namespace IotAspire.EventHubs.Emulator.Links;

/// <summary>Makes the link that an attach asks for, or throws <see cref="AmqpException"/> saying why not.</summary>
internal sealed class LinkFactory(HubDirectory hubs, Claims claims, Outbox outbox, int maximumMessageSize, TimeProvider time)
{
    private readonly Management _management = new(hubs, claims, time);
    private readonly ClaimsNode _cbs = new(claims);

    public Link Create(AmqpSession session, Attach attach)
    {
        var terminus = attach.IsReceiver ? attach.Source : attach.Target;
        var path = EntityPath.Parse(Terminus.Address(terminus) ?? "");
        if (path.IsCbs || path.IsManagement)
            return attach.IsReceiver ? new ReplyLink(session, attach) : new RequestLink(session, attach, Node(path), outbox);

        var hub = hubs.Get(path.Hub);
        claims.Require(path);
        return attach.IsReceiver ? Consumer(session, attach, hub, path) : Publisher(session, attach, hub, path);
    }

    private Func<Request, Reply> Node(EntityPath path) => path.IsCbs ? _cbs.Answer : _management.Answer;

    private PublisherLink Publisher(AmqpSession session, Attach attach, EventHub hub, EntityPath path)
    {
        var partition = path.Partition is { } id ? hub.GetPartition(id) : null;
        return new PublisherLink(session, attach, maximumMessageSize, hub, partition, outbox);
    }

    private ConsumerLink Consumer(AmqpSession session, Attach attach, EventHub hub, EntityPath path)
    {
        var group = hub.GetConsumerGroup(path.ConsumerGroup ?? EventHub.DefaultConsumerGroup);
        var partition = hub.GetPartition(path.Partition ?? throw new AmqpException(AmqpError.NotFound(path.ToString())));
        return new ConsumerLink(session, attach, ConsumerRequest.Read(attach), partition, group.Readers(partition.Id), outbox, time);
    }
}
