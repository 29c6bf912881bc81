using System.IO.Compression;
using System.Net.Http.Headers;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Api;

public sealed class CompressionTests(MySqlServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("json", "br")]
    [InlineData("json", "gzip")]
    [InlineData("ndjson", "br")]
    [InlineData("csv", "gzip")]
    [InlineData("excel", "br")]
    [InlineData("arrow", "br")]
    public async Task An_answer_is_compressed_for_whoever_takes_it(string format, string encoding)
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync([.. Enumerable.Range(0, 600).Select(second => Reading(second, second))]);
        var question = $"/api/v1/readings?from=2026-11-23T12:00:00Z&to=2026-11-23T13:00:00Z&format={format}";

        var plain = await api.Client.GetByteArrayAsync(new Uri(question, UriKind.Relative), Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, question);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
        using var response = await api.Client.SendAsync(request, Token);
        var packed = await response.Content.ReadAsByteArrayAsync(Token);

        Assert.Equal([encoding], response.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
        Assert.True(packed.Length < plain.Length / 2, $"{packed.Length} of {plain.Length} bytes");
        await using var unpacking = encoding == "br"
            ? (Stream)new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress)
            : new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        var unpacked = new MemoryStream();
        await unpacking.CopyToAsync(unpacked, Token);
        Assert.Equal(plain, unpacked.ToArray());
    }
}
