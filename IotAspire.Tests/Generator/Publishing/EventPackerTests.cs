using IotAspire.Contracts.Readings;
using IotAspire.Generator.Publishing;

namespace IotAspire.Tests.Generator.Publishing;

public sealed class EventPackerTests
{
    private static readonly ReadingTemplate Template = new("°C");
    private readonly Queue<OutgoingBatch> _full = new();
    private readonly BatchPool _pool = new();

    [Theory]
    [InlineData(1, new[] { 1, 1, 1, 1, 1 })]
    [InlineData(2, new[] { 2, 2, 1 })]
    [InlineData(50, new[] { 5 })]
    public void Readings_are_packed_in_order(int readingsPerEvent, int[] sizes)
    {
        var packer = new EventPacker("key", _pool, _full);
        for (var value = 0; value < 5; value++)
            Add(packer, value, readingsPerEvent);
        packer.Flush();

        var batch = Assert.Single(_full);
        var events = batch.ToEvents();
        Assert.Equal(("key", 5), (batch.PartitionKey, batch.Readings));
        Assert.Equal(sizes, events.Select(outgoing => Values(outgoing.Body).Count));
        Assert.Equal([0, 1, 2, 3, 4], events.SelectMany(outgoing => Values(outgoing.Body)));
        Assert.All(events, outgoing => Assert.Equal(("application/json", "iotaspire.reading/1"), (outgoing.ContentType, outgoing.Properties!["schema"])), throwIfEmpty: true);
    }

    [Fact]
    public void One_reading_is_an_object_and_many_are_an_array()
    {
        var packer = new EventPacker("key", _pool, _full);
        for (var value = 0; value < 3; value++)
            Add(packer, value, 2);
        packer.Flush();

        var batch = Assert.Single(_full);
        Assert.Equal(((byte)'[', (byte)']'), (batch.Body(0).Span[0], batch.Body(0).Span[^1]));
        Assert.Equal(((byte)'{', (byte)'}'), (batch.Body(1).Span[0], batch.Body(1).Span[^1]));
    }

    [Fact]
    public void What_is_malformed_is_an_event_of_its_own_at_its_place()
    {
        var packer = new EventPacker("key", _pool, _full);
        Add(packer, 1, 10);
        Add(packer, 2, 10);
        packer.AddMalformed("oops"u8, 0);
        Add(packer, 3, 10);
        packer.Flush();

        var batch = Assert.Single(_full);
        Assert.Equal((3, 3), (batch.EventCount, batch.Readings));
        Assert.Equal("oops"u8.ToArray(), batch.Body(1).ToArray());
        Assert.Equal([[1, 2], [3]], new[] { Values(batch.Body(0)), Values(batch.Body(2)) });
    }

    [Fact]
    public void A_full_batch_is_handed_over_and_its_buffer_used_again()
    {
        var packer = new EventPacker("key", _pool, _full);
        var value = 0;
        while (_full.Count == 0)
            Add(packer, value++, 1);

        var first = _full.Dequeue();
        Assert.InRange(first.Length, EventPacker.BytesPerBatch, EventPacker.BytesPerBatch + Template.MaxLength);
        Assert.Null(packer.Since);
        _pool.Return(first);
        Add(packer, 7, 1);
        packer.Flush();
        Assert.Same(first, _full.Peek());
        Assert.Equal((1, 7), (first.EventCount, Values(first.Body(0)).Single()));
    }

    [Fact]
    public void It_says_since_when_the_oldest_reading_waits()
    {
        var packer = new EventPacker("key", _pool, _full);
        Assert.Null(packer.Since);
        packer.Add(Template, "a", DateTime.UnixEpoch, 1, 1, now: 17);
        packer.Add(Template, "a", DateTime.UnixEpoch, 1, 1, now: 18);

        Assert.Equal(17, packer.Since);
    }

    private static void Add(EventPacker packer, int value, int readingsPerEvent) =>
        packer.Add(Template, "a", DateTime.UnixEpoch.AddSeconds(value), value, readingsPerEvent, now: 0);

    private static List<double> Values(ReadOnlyMemory<byte> body)
    {
        var (readings, errors) = (new List<DecodedReading>(), new List<DecodingError>());
        ReadingDecoder.Decode(body.Span, readings, errors);
        Assert.Empty(errors);
        return readings.ConvertAll(each => each.Reading.Value);
    }
}
