using IotAspire.Storage.Queries;

namespace IotAspire.Api.Features.Pipeline.DeadLetters;

/// <summary>What came over the hub and isn't a reading that can be stored.</summary>
/// <param name="DeadLetters">Newest first.</param>
/// <param name="Next">Where older ones are; null if this is all.</param>
internal sealed record DeadLetterPageResponse(IReadOnlyList<DeadLetterResponse> DeadLetters, string? Next);

/// <summary>A dead letter.</summary>
/// <param name="Id">In the order of storing.</param>
/// <param name="EventHub">Name of the event hub.</param>
/// <param name="ConsumerGroup">The consumer group.</param>
/// <param name="PartitionId">The partition.</param>
/// <param name="Epoch">Which of the partition's streams.</param>
/// <param name="SequenceNumber">The event.</param>
/// <param name="Item">Which element of a packed event; 0 for a whole event.</param>
/// <param name="EnqueuedAt">When the hub took the event.</param>
/// <param name="StoredAt">When it was put here.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">What exactly is wrong.</param>
/// <param name="BodyBytes">Length of the body.</param>
/// <param name="BodyPreview">Its first 1024 bytes as text; pipeline/deadLetters/{id}/body has all of it, as it came.</param>
internal sealed record DeadLetterResponse(
    ulong Id, string EventHub, string ConsumerGroup, string PartitionId, uint Epoch, long SequenceNumber, uint Item, DateTime EnqueuedAt,
    DateTime StoredAt, string Reason, string Detail, long BodyBytes, string BodyPreview)
{
    public static DeadLetterResponse Of(StoredDeadLetter letter) => new(
        letter.Id, letter.EventHub, letter.ConsumerGroup, letter.PartitionId, letter.Epoch, letter.SequenceNumber, letter.Item, letter.EnqueuedAt,
        letter.StoredAt, letter.Reason, letter.Detail, letter.BodyBytes, Pipeline.DeadLetters.BodyPreview.Of(letter.Preview));
}
