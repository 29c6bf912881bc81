using CsCheck;
using IotAspire.Aggregator.Ingest;

namespace IotAspire.Tests.Aggregator;

public sealed class BodyStoreTests
{
    [Fact]
    public void Bodies_stay_as_they_came_until_all_are_cleared() =>
        Gen.Select(Gen.Frequency((9, Gen.Int[0, 2000]), (1, Gen.Int[100_000, 600_000])).Array[1, 100], Gen.Int[1, 3]).Sample(
            (lengths, batches) =>
            {
                var store = new BodyStore();
                for (var batch = 0; batch < batches; batch++)
                {
                    store.Clear();
                    var kept = new List<ReadOnlyMemory<byte>>();
                    for (var i = 0; i < lengths.Length; i++)
                    {
                        var body = new byte[lengths[i]];
                        body.AsSpan().Fill((byte)(batch + i));
                        kept.Add(store.Keep(body));
                        body.AsSpan().Fill(0xFF);
                    }

                    for (var i = 0; i < lengths.Length; i++)
                    {
                        Assert.Equal(lengths[i], kept[i].Length);
                        Assert.False(kept[i].Span.ContainsAnyExcept((byte)(batch + i)));
                    }
                }
            },
            iter: 100);

    [Fact]
    public void The_next_batch_allocates_nothing()
    {
        var store = new BodyStore();
        var body = new byte[300];
        Fill();
        store.Clear();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Fill()
        {
            for (var i = 0; i < 5000; i++)
                store.Keep(body);
        }
    }
}
