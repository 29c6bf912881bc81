using System.Globalization;
using IotAspire.EventHubs.Emulator.Hubs;
using IotAspire.EventHubs.Emulator.Partitions;

namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>Hubs, their consumer groups, and who reads them.</summary>
internal static class HubRequests
{
    public static ApiAnswer List(ApiCall call) => ApiAnswer.Ok(call.Administration.Hubs.All.Select(ToAnswer).ToList());

    public static ApiAnswer Get(ApiCall call) => ApiAnswer.Ok(ToAnswer(call.Hub()));

    public static async Task<ApiAnswer> AddAsync(ApiCall call)
    {
        var body = await call.BodyAsync(ApiJson.Default.HubBody);
        var hub = new EventHubOptions(body.Name ?? "", body.Partitions ?? new EventHubOptions("").Partitions, body.ConsumerGroups);
        if (EntityName.Check(hub) is { Count: > 0 } errors)
            throw ProblemException.Invalid([.. errors.Select(error => new HttpProblemError("hub", error))]);
        try
        {
            return ApiAnswer.Created(ToAnswer(call.Administration.Hubs.Add(hub)));
        }
        catch (InvalidOperationException exception)
        {
            throw ProblemException.Of(StatusCodes.Status409Conflict, exception.Message);
        }
    }

    public static async Task<ApiAnswer> DeleteAsync(ApiCall call)
    {
        await call.Administration.Hubs.DeleteAsync(call.Hub());
        return ApiAnswer.NoContent;
    }

    public static async Task<ApiAnswer> AddConsumerGroupAsync(ApiCall call)
    {
        var hub = call.Hub();
        var name = (await call.BodyAsync(ApiJson.Default.GroupBody)).Name ?? "";
        if (EntityName.CheckGroup(name) is { } error)
            throw ProblemException.Invalid([new HttpProblemError("name", error)]);
        try
        {
            return call.Administration.Hubs.AddConsumerGroup(hub, name)
                ? ApiAnswer.Created(new GroupAnswer(hub.Name, name))
                : throw ProblemException.Of(StatusCodes.Status409Conflict, $"The consumer group '{name}' is there already.");
        }
        catch (InvalidOperationException exception)
        {
            throw ProblemException.Of(StatusCodes.Status404NotFound, exception.Message);
        }
    }

    public static ApiAnswer Consumers(ApiCall call) => ApiAnswer.Ok((
        from hub in call.Administration.Hubs.All
        from @group in hub.ConsumerGroups
        from partition in hub.Partitions
        from reader in @group.Readers(partition.Id).All
        let state = reader.State
        select new ConsumerAnswer(
            hub.Name, @group.Name, partition.Id, state.Link, state.Receiver, state.OwnerLevel, state.Credit, state.NextSequenceNumber, state.Lag)).ToList());

    private static HubAnswer ToAnswer(EventHub hub)
    {
        var partitions = hub.Partitions.Select(ToAnswer).ToList();
        return new HubAnswer(
            hub.Name,
            hub.CreatedAt.UtcDateTime,
            partitions.Sum(partition => partition.EventCount),
            partitions.Sum(partition => partition.SizeBytes),
            [.. hub.ConsumerGroups.Select(group => group.Name)],
            partitions);
    }

    private static PartitionAnswer ToAnswer(Partition partition)
    {
        var log = partition.Log;
        return new PartitionAnswer(
            partition.Id,
            log.IsEmpty,
            log.EndSequenceNumber - log.BeginSequenceNumber,
            log.BeginSequenceNumber,
            log.LastSequenceNumber,
            log.LastOffset.ToString(CultureInfo.InvariantCulture),
            log.LastOffset < 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(log.LastEnqueuedTime).UtcDateTime,
            log.EndOffset - log.BeginOffset,
            log.Segments.Length);
    }
}
