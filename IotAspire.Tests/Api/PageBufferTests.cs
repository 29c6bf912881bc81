using System.IO.Hashing;
using IotAspire.Api.Features;
using IotAspire.Api.Formats;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api;

public sealed class PageBufferTests
{
    private const int Mebibyte = 1 << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(Mebibyte)]
    [InlineData(Mebibyte + 1)]
    [InlineData(5 * Mebibyte)]
    public async Task A_page_is_sent_as_it_was_written(int length)
    {
        var bytes = new byte[length];
        Random.Shared.NextBytes(bytes);
        await using var page = new PageBuffer();
        for (int at = 0, piece = 1; at < length; at += piece, piece = Math.Min(3 * piece, length - at))
        {
            if (piece % 2 == 0)
                page.Write(bytes.AsSpan(at, piece));
            else
                await page.WriteAsync(bytes.AsMemory(at, piece), Token);
        }

        using var sent = new MemoryStream();
        await page.SendAsync(sent, Token);

        Assert.Equal(length, page.Length);
        Assert.Equal(XxHash128.Hash(bytes), page.Hash);
        Assert.True(bytes.AsSpan().SequenceEqual(sent.ToArray()));
    }

    // Slow readers have many of them at once.
    [Fact]
    public async Task A_large_page_is_not_in_memory_and_leaves_no_file()
    {
        var pages = new List<PageBuffer>();
        for (var i = 0; i < 20; i++)
        {
            var page = new PageBuffer();
            pages.Add(page);
            for (var piece = 0; piece < 10; piece++)
                await page.WriteAsync(new byte[Mebibyte], Token);
        }

        Assert.InRange(TableAnswer.Buffers.SmallPoolInUseSize + TableAnswer.Buffers.LargePoolInUseSize, 0, 15 * Mebibyte);
        foreach (var page in pages)
            await page.DisposeAsync();
        // Other tests have pages, too.
        await Eventually.TrueAsync(() => Directory.GetFiles(Path.GetTempPath(), "iotaspire-page-*").Length == 0, TimeSpan.FromSeconds(20), "no file is left");
    }

    [Fact]
    public async Task A_page_of_more_than_64_mebibytes_is_refused()
    {
        await using var page = new PageBuffer();
        for (var piece = 0; piece < 64; piece++)
            await page.WriteAsync(new byte[Mebibyte], Token);

        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => page.WriteAsync(new byte[1], Token).AsTask());

        Assert.Equal("limit", refused.Parameter);
        Assert.Equal(400, refused.Status);
    }
}
