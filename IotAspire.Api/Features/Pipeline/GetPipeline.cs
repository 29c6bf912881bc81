using FastEndpoints;
using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Pipeline;

internal sealed class GetPipeline(PipelineQuery query, StoredState state, IngestRates rates) : EndpointWithoutRequest<PipelineResponse>
{
    public override void Configure()
    {
        Get("pipeline");
        Summary(summary => summary.Summary = "Lag, throughput and losses of each partition");
        Description(endpoint => endpoint.WithTags("Operations").WithName("GetPipeline"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var partitions = await query.ReadAsync(ct);
        var extent = await state.GetAsync(ct);
        await Send.OkAsync(new(extent.RawCutoff, extent.MinuteCutoff, extent.DeadLettersDeleted, [.. partitions.Select(partition => PartitionResponse.Of(partition, rates.Of(partition)))]), ct);
    }
}

/// <summary>State of ingestion from the event hub.</summary>
/// <param name="RawCutoff">Readings measured before this time are refused as <c>too-old</c>; raw readings are kept from then on (<c>Aggregator:RawRetention</c>).</param>
/// <param name="MinuteCutoff">One-minute rollups are kept from this time on (<c>Aggregator:MinuteRetention</c>).</param>
/// <param name="DeadLettersDeleted">Dead letters deleted because of their age (<c>Aggregator:DeadLetterRetention</c>) or of their total size (<c>Aggregator:DeadLetterMebibytes</c>).</param>
/// <param name="Partitions">Partitions by hub, consumer group and id, including those of hubs that are no longer read.</param>
internal sealed record PipelineResponse(DateTime RawCutoff, DateTime MinuteCutoff, ulong DeadLettersDeleted, IReadOnlyList<PartitionResponse> Partitions);

/// <summary>One partition. Counts are since its consumer group began.</summary>
/// <param name="EventHub">Name of the event hub.</param>
/// <param name="ConsumerGroup">The consumer group.</param>
/// <param name="PartitionId">The partition.</param>
/// <param name="Owner">Aggregator that reads the partition; null if none does.</param>
/// <param name="Epoch">Number of the partition's stream; increases when the hub is recreated.</param>
/// <param name="SequenceNumber">Sequence number of the last event stored.</param>
/// <param name="HubSequenceNumber">Sequence number of the hub's newest event when last seen.</param>
/// <param name="LagEvents">Events seen in the hub and not stored yet.</param>
/// <param name="LagSeconds">Age of the instant up to which all enqueued events are stored.</param>
/// <param name="LastEnqueuedAt">Enqueued time of the last event stored.</param>
/// <param name="CaughtUpAt">When all events in the hub were last seen to be stored; null while the Aggregator is behind.</param>
/// <param name="ReadingsPerSecond">New readings stored per second, averaged over at most the last minute; null in the API's first seconds.</param>
/// <param name="LostEvents">Events that the hub's retention dropped before they were read.</param>
/// <param name="Stored">New readings.</param>
/// <param name="Duplicates">Readings received again with the same value.</param>
/// <param name="Conflicts">Readings received again with a different value; the first value is kept.</param>
/// <param name="Late">New readings that arrived after their minute was closed.</param>
/// <param name="OutOfRange">New readings outside their sensor's range.</param>
/// <param name="DeadLetters">Events or elements that couldn't be stored; see pipeline/deadLetters.</param>
/// <param name="Batches">Number of transactions.</param>
/// <param name="LastBatchReadings">Readings in the last transaction.</param>
/// <param name="LastBatchMs">Duration of the last transaction in milliseconds.</param>
/// <param name="LastStoredAt">When the last transaction was committed.</param>
internal sealed record PartitionResponse(
    string EventHub, string ConsumerGroup, string PartitionId, string? Owner, uint Epoch, long? SequenceNumber, long? HubSequenceNumber,
    long? LagEvents, double? LagSeconds, DateTime? LastEnqueuedAt, DateTime? CaughtUpAt, double? ReadingsPerSecond, ulong LostEvents,
    ulong Stored, ulong Duplicates, ulong Conflicts, ulong Late, ulong OutOfRange, ulong DeadLetters, ulong Batches,
    uint? LastBatchReadings, uint? LastBatchMs, DateTime? LastStoredAt)
{
    public static PartitionResponse Of(PartitionState state, double? readingsPerSecond) => new(
        state.EventHub, state.ConsumerGroup, state.PartitionId, state.Owner, state.Epoch, state.SequenceNumber, state.HubSequenceNumber,
        state.LagEvents, state.LagSeconds, state.LastEnqueuedAt, state.CaughtUpAt, readingsPerSecond, state.LostEvents,
        state.Stored, state.Duplicates, state.Conflicts, state.Late, state.OutOfRange, state.DeadLetters, state.Batches,
        state.LastBatchReadings, state.LastBatchMs, state.LastStoredAt);
}
