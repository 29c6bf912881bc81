using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using IotAspire.LocalMySql;
using IotAspire.Tests.Storage;
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

    [Theory]
    [InlineData("xlsx")]
    [InlineData("parquet")]
    public async Task What_is_packed_already_is_not_packed_again(string format)
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync([.. Enumerable.Range(0, 600).Select(second => Reading(second, second))]);

        using var response = await AskAsync(api, $"/api/v1/readings?from=2026-11-23T12:00:00Z&to=2026-11-23T13:00:00Z&format={format}", tag: null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    public async Task What_the_caller_has_already_is_answered_without_anything_to_compress(string format)
    {
        using var log = new LogLines();
        await using var api = await RunningApi.StartAsync(await IngestDatabase.CreateAsync(servers, MySqlFlavor.Any, migrate: true), migrated: true, log);
        await api.StoreAsync(Reading(0, 0));
        var question = $"/api/v1/readings?from=2026-11-23T12:00:00Z&to=2026-11-23T13:00:00Z&format={format}";
        using var first = await AskAsync(api, question, tag: null);
        using var again = await AskAsync(api, question, first.Headers.ETag);

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Null(again.Content.Headers.ContentType);
        Assert.Empty(again.Content.Headers.ContentEncoding);
        // What fails after the headers is seen by the log alone; stopping waits for it.
        await api.StopAsync();
        Assert.Empty(log.Warnings);
    }

    private static Task<HttpResponseMessage> AskAsync(RunningApi api, string question, EntityTagHeaderValue? tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, question);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        if (tag is not null)
            request.Headers.IfNoneMatch.Add(tag);
        return api.Client.SendAsync(request, Token);
    }
}
