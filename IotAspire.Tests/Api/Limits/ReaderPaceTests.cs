using IotAspire.Api.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IotAspire.Tests.Api.Limits;

/// <summary>By a fake clock, because a real reader's first megabytes lie in the system's buffers; the long tier has real ones.</summary>
public sealed class ReaderPaceTests
{
    private const int Block = 64 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3.5, 5)]
    [InlineData(6, 12)]
    [InlineData(7, 20)]
    public async Task A_reader_below_the_pace_is_cut_off_whatever_it_took_before(double kibibytesPerSecond, int most) =>
        Assert.InRange(await BlocksTakenAsync(kibibytesPerSecond), 0, most);

    [Theory]
    [InlineData(8.5, 1)]
    [InlineData(8.5, 3)]
    [InlineData(1000, 1)]
    public async Task A_reader_that_keeps_the_pace_gets_everything(double kibibytesPerSecond, int blocksAtOnce) =>
        Assert.Equal(50, await BlocksTakenAsync(kibibytesPerSecond, blocksAtOnce));

    [Fact]
    public async Task What_the_reader_never_kept_waiting_takes_any_time()
    {
        var clock = new FakeTimeProvider();
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await using var pace = new ReaderPace(http, clock, NullLogger<ReaderPace>.Instance);

        for (var block = 0; block < 100; block++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await pace.WriteAsync(new byte[1], Token);
        }

        Assert.Equal(100, http.Response.Body.Length);
    }

    private static async Task<int> BlocksTakenAsync(double kibibytesPerSecond, int blocksAtOnce = 1)
    {
        var clock = new FakeTimeProvider();
        using var aborted = new CancellationTokenSource();
        var http = new DefaultHttpContext { Response = { Body = new SlowBody(fast: 50, blocksAtOnce, TimeSpan.FromSeconds(Block / 1024 / kibibytesPerSecond), clock, aborted.Token) } };
        http.Features.Set<IHttpRequestLifetimeFeature>(new Lifetime(aborted));
        await using var pace = new ReaderPace(http, clock, NullLogger<ReaderPace>.Instance);
        for (var block = 0; block < 100; block++)
        {
            var write = pace.WriteAsync(new byte[Block], Token).AsTask();
            while (!write.IsCompleted)
            {
                clock.Advance(TimeSpan.FromMilliseconds(50));
                await Task.Yield();
            }

            try
            {
                await write;
            }
            catch (OperationCanceledException)
            {
                Assert.True(aborted.IsCancellationRequested);
                return block - 50;
            }
        }

        return 50;
    }

    // The first blocks go into buffers, though not at once; later a writer waits until several can go.
    private sealed class SlowBody(int fast, int blocksAtOnce, TimeSpan perBlock, TimeProvider clock, CancellationToken aborted) : MemoryStream
    {
        private int _blocks;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await Task.Delay(_blocks++ < fast || _blocks % blocksAtOnce != 0 ? TimeSpan.FromMilliseconds(1) : perBlock * blocksAtOnce, clock, aborted);
    }

    private sealed class Lifetime(CancellationTokenSource aborted) : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; } = aborted.Token;

        public void Abort() => aborted.Cancel();
    }
}
