using System.Globalization;
using IotAspire.EventHubs.Emulator.Access;
using IotAspire.EventHubs.Emulator.Codec;
using IotAspire.EventHubs.Emulator.Links;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Hubs;

/// <summary>Answers <c>READ</c> requests to <c>$management</c>. Clients check the exact types of what comes back.</summary>
internal sealed class Management(HubDirectory hubs, Claims claims, TimeProvider time) : IRequestNode
{
    private const string HubType = "com.microsoft:eventhub";
    private const string PartitionType = "com.microsoft:partition";

    public FaultOperation Operation => FaultOperation.Manage;

    public EntityPath PathOf(Request request)
    {
        var hub = EntityPath.Parse(request["name"] ?? "");
        return request["partition"] is { } partition ? new EntityPath([.. hub.Segments, "Partitions", partition]) : hub;
    }

    public Reply Answer(Request request)
    {
        if (request["operation"] != "READ")
            throw new AmqpException(AmqpError.NotImplemented($"The operation '{request["operation"]}' isn't supported."));
        var path = EntityPath.Parse(request["name"] ?? "");
        claims.Require(path, request["security_token"]);
        var hub = hubs.Get(path.Hub);
        return new Reply(200, "OK", request["type"] switch
        {
            HubType => Describe(hub),
            PartitionType => Describe(hub, hub.GetPartition(request["partition"] ?? "")),
            var type => throw new AmqpException(AmqpError.Argument($"The type '{type}' is neither {HubType} nor {PartitionType}.")),
        });
    }

    private static AmqpMap Describe(EventHub hub) => new(
    [
        new("type", HubType),
        new("name", hub.Name),
        new("created_at", new Timestamp(hub.CreatedAt.ToUnixTimeMilliseconds())),
        new("partition_count", hub.Partitions.Count),
        new("partition_ids", new AmqpArray([.. hub.Partitions.Select(partition => partition.Id)])),
        new("georeplication_factor", 1),
    ]);

    private AmqpMap Describe(EventHub hub, Partition partition)
    {
        var log = partition.Log;
        return new AmqpMap(
        [
            new("type", PartitionType),
            new("name", hub.Name),
            new("partition", partition.Id),
            new("begin_sequence_number", log.BeginSequenceNumber),
            new("last_enqueued_sequence_number", log.LastSequenceNumber),
            new("last_enqueued_offset", log.LastOffset.ToString(CultureInfo.InvariantCulture)),
            new("last_enqueued_time_utc", new Timestamp(log.LastEnqueuedTime)),
            new("runtime_info_retrieval_time_utc", new Timestamp(time.GetUtcNow().ToUnixTimeMilliseconds())),
            new("is_partition_empty", log.IsEmpty),
        ]);
    }
}
