using CsCheck;
using IotAspire.Api.Features.Live;
using Microsoft.Extensions.Options;

namespace IotAspire.Tests.Api.Live;

public sealed class LiveBufferTests
{
    [Fact]
    public void Each_reader_takes_every_event_in_order_or_learns_how_many_it_missed() =>
        Gen.Int[16, 40].Select(Gen.Int[0, 60].Array[1, 30], Gen.Int[1, 20].Array[1, 60]).Sample((capacity, adds, takes) =>
        {
            var buffer = new LiveBuffer(Options.Create(new LiveOptions { BufferedEvents = capacity }));
            var (place, next, added) = (buffer.End, 0L, 0L);
            for (var i = 0; i < Math.Max(adds.Length, takes.Length); i++)
            {
                if (i < adds.Length)
                    buffer.Add([.. Enumerable.Range(0, adds[i]).Select(_ => new LiveEvent(new(LiveKind.Reading, 0, new DateTime(added++)), []))]);
                var events = new LiveEvent[takes[i % takes.Length]];
                var count = buffer.Take(ref place, events, out var missed);
                next += missed;
                Assert.Equal(Enumerable.Range(0, count).Select(j => next + j), events.Take(count).Select(one => one.Key.At.Ticks));
                next += count;
                Assert.Equal(next, place);
                // It misses only what was overwritten.
                Assert.True(missed == 0 || next - count >= added - capacity);
            }
        });

    [Fact]
    public async Task Whoever_waits_is_woken_by_the_next_event()
    {
        var buffer = new LiveBuffer(Options.Create(new LiveOptions()));
        var waiting = buffer.WaitAsync(buffer.End, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        buffer.Add([LiveText.Position(DateTime.UnixEpoch)]);

        await waiting.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.True(buffer.WaitAsync(0, TestContext.Current.CancellationToken).IsCompleted);
    }
}
