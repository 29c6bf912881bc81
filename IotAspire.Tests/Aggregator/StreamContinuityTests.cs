using Azure.Messaging.EventHubs;
using IotAspire.Aggregator.Ingest;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.EventHubs;

namespace IotAspire.Tests.Aggregator;

public sealed class StreamContinuityTests
{
    private static readonly DateTime Created = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Enqueued = new(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc);
    private static readonly Checkpoint At10 = new(Created, 1, 10, "1000", Enqueued);

    [Fact]
    public void The_same_stream_goes_on()
    {
        Assert.Null(StreamContinuity.FindBreak(At10, Hub(Created), Partition(10)));
        Assert.Null(StreamContinuity.FindBreak(At10, Hub(Created), Partition(500)));
        Assert.Null(StreamContinuity.FindBreak(At10, Event(10, Enqueued)));
        Assert.Null(StreamContinuity.FindBreak(At10, Event(14, Enqueued.AddSeconds(4))));
    }

    [Fact]
    public void A_stream_that_is_another_is_noticed()
    {
        Assert.NotNull(StreamContinuity.FindBreak(new(null, 0, null, null, null), Hub(Created), Partition(-1)));
        Assert.NotNull(StreamContinuity.FindBreak(At10, Hub(Created.AddMilliseconds(1)), Partition(10)));
        Assert.NotNull(StreamContinuity.FindBreak(At10, Hub(Created), Partition(9)));
        Assert.NotNull(StreamContinuity.FindBreak(At10, Hub(Created), Partition(-1)));
        Assert.NotNull(StreamContinuity.FindBreak(At10, Event(10, Enqueued.AddMilliseconds(1))));
        Assert.NotNull(StreamContinuity.FindBreak(At10, Event(11, Enqueued.AddMilliseconds(-1))));
    }

    [Theory]
    [InlineData(10L, new long[] { 11, 12 }, 0)]
    [InlineData(10L, new long[] { 14, 15 }, 3)]
    [InlineData(10L, new long[] { 11, 15 }, 3)]
    [InlineData(null, new long[] { 14, 15 }, 0)]
    public void Gaps_of_the_sequence_numbers_are_lost_events(long? checkpoint, long[] sequenceNumbers, int lost) => Assert.Equal(
        (ulong)lost,
        StreamContinuity.CountLost(At10 with { SequenceNumber = checkpoint }, sequenceNumbers[0], sequenceNumbers[^1], sequenceNumbers.Length));

    private static EventHubProperties Hub(DateTime createdAt) => EventHubsModelFactory.EventHubProperties("telemetry", createdAt, ["0"]);

    private static PartitionProperties Partition(long last) => EventHubsModelFactory.PartitionProperties("telemetry", "0", last < 0, 0, last, $"{last * 100}", Enqueued);

    private static EventData Event(long sequenceNumber, DateTime enqueuedAt) => TestHub.Received(sequenceNumber, enqueuedAt);
}
