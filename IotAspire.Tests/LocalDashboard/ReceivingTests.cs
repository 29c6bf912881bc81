using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IotAspire.Tests.LocalDashboard;

/// <summary>From the exporter to what the pages get.</summary>
public sealed class ReceivingTests
{
    private static readonly byte[] Trace = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
    private static readonly byte[] Id = [1, 1, 1, 1, 1, 1, 1, 1];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trace_comes_through_with_all_that_it_says()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        string trace;
        using (var exporting = new Exporting(dashboard, "api"))
        {
            using (var request = exporting.Source.StartActivity("GET /readings", ActivityKind.Server)!)
            {
                trace = request.TraceId.ToString();
                request.SetTag("http.response.status_code", 500).SetTag("list", new[] { "a", "b" });
                using var query = exporting.Source.StartActivity("SELECT", ActivityKind.Client)!;
                query.AddEvent(new ActivityEvent("retry", tags: new ActivityTagsCollection { ["attempt"] = 2 }));
                query.SetStatus(ActivityStatusCode.Error, "server has gone away");
            }

            exporting.Flush();
        }

        var listed = Assert.Single((await dashboard.GetAsync("/api/traces")).GetProperty("traces").EnumerateArray());
        Assert.Equal((trace, "GET /readings", 2, 1), (listed.GetProperty("traceId").GetString(), listed.GetProperty("name").GetString(), listed.GetProperty("spans").GetInt32(), listed.GetProperty("errors").GetInt32()));
        var spans = (await dashboard.GetAsync($"/api/traces/{trace}")).GetProperty("spans").EnumerateArray().ToList();
        Assert.Equal([("GET /readings", 0, "Server"), ("SELECT", 1, "Client")], spans.Select(span => (span.GetProperty("name").GetString(), span.GetProperty("depth").GetInt32(), span.GetProperty("kind").GetString()!)));
        Assert.Equal([("http.response.status_code", "500"), ("list", "[a, b]")], Pairs(spans[0].GetProperty("attributes")));
        Assert.Equal((true, "server has gone away"), (spans[1].GetProperty("isError").GetBoolean(), spans[1].GetProperty("statusMessage").GetString()));
        var happened = Assert.Single(spans[1].GetProperty("events").EnumerateArray());
        Assert.Equal("retry", happened.GetProperty("name").GetString());
        Assert.Equal([("attempt", "2")], Pairs(happened.GetProperty("attributes")));
        Assert.All(spans, span => Assert.Equal("api", span.GetProperty("service").GetString()));
        Assert.InRange(spans[1].GetProperty("durationMs").GetDouble(), 0, spans[0].GetProperty("durationMs").GetDouble());
    }

    [Fact]
    public async Task A_link_leads_from_consumer_to_producer_and_back()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        ActivityContext sent, processed;
        using (var generator = new Exporting(dashboard, "generator"))
        using (var aggregator = new Exporting(dashboard, "aggregator"))
        {
            using (var send = generator.Source.StartActivity("send telemetry", ActivityKind.Producer)!)
                sent = send.Context;
            using (var process = aggregator.Source.StartActivity("process telemetry", ActivityKind.Consumer, default(ActivityContext), links: [new(sent)])!)
                processed = process.Context;
            aggregator.Flush();
            // What it goes back to hasn't come yet, and is named all the same.
            var early = Assert.Single(await LinksAsync(dashboard, processed, "links"));
            Assert.Equal((sent.TraceId.ToString(), sent.SpanId.ToString(), null), early);
            generator.Flush();
        }

        Assert.Equal([(sent.TraceId.ToString(), sent.SpanId.ToString(), "send telemetry")], await LinksAsync(dashboard, processed, "links"));
        Assert.Equal([(processed.TraceId.ToString(), processed.SpanId.ToString(), "process telemetry")], await LinksAsync(dashboard, sent, "linkedBy"));
    }

    [Fact]
    public async Task Compressed_bodies_are_taken()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await dashboard.PostAsync("/v1/traces", Gzip(Wire.Request("api", Span())), "gzip"));
        Assert.Equal(1, (await dashboard.GetAsync("/api/traces")).GetProperty("matching").GetInt32());
    }

    [Fact]
    public async Task Metrics_are_taken_and_forgotten()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await dashboard.PostAsync("/v1/metrics", [1, 2, 3]));
    }

    [Fact]
    public async Task Unknown_fields_and_known_ones_of_another_type_are_passed_over()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var body = Wire.Request("api", [.. Span(), .. Wire.Varint(5, 7), .. Wire.Text(100, "new"), .. Wire.Fixed64(9, 1)]);

        Assert.Equal(HttpStatusCode.OK, await dashboard.PostAsync("/v1/traces", body));
        Assert.Equal("named", (await dashboard.GetAsync("/api/traces")).GetProperty("traces")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("", "application/x-protobuf", HttpStatusCode.Unauthorized)]
    [InlineData("wrong", "application/x-protobuf", HttpStatusCode.Unauthorized)]
    [InlineData(null, "application/json", HttpStatusCode.UnsupportedMediaType)]
    public async Task Only_protobuf_with_the_key_is_taken(string? key, string contentType, HttpStatusCode expected)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        using var content = new ByteArrayContent(Wire.Request("api", Span()));
        content.Headers.ContentType = new(contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/traces") { Content = content };
        request.Headers.TryAddWithoutValidation("x-otlp-api-key", key ?? dashboard.ApiKey);
        using var response = await dashboard.Browser.SendAsync(request, Token);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(0, (await dashboard.GetAsync("/api/traces")).GetProperty("matching").GetInt32());
    }

    public static TheoryData<string, byte[]> Hostile => new()
    {
        { "random bytes", RandomBytes(seed: 1, length: 5_000) },
        { "a length beyond the end", [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07] },
        { "a negative length", [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01] },
        { "a number that never ends", [.. Enumerable.Repeat((byte)0xFF, 100)] },
        { "a message longer than the one around it", Wire.Field(1, [0x12, 0x7F, 0x0A]) },
        { "groups in groups", [.. Enumerable.Repeat((byte)0x1B, 100_000)] },
        { "values in values", Wire.Request("api", Span(Wire.Attribute(9, "deep", Deep(5_000)))) },
        { "more spans than are good", Wire.Request("api", [.. Enumerable.Repeat(Span(), 20_001)]) },
    };

    [Theory, MemberData(nameof(Hostile))]
    public async Task What_is_no_request_is_refused_and_nothing_breaks(string what, byte[] body)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        foreach (var path in new[] { "/v1/traces", "/v1/logs" })
            Assert.True(await dashboard.PostAsync(path, body) is HttpStatusCode.BadRequest || path == "/v1/logs", what);

        Assert.Equal(HttpStatusCode.OK, await dashboard.PostAsync("/v1/traces", Wire.Request("api", Span())));
    }

    [Fact]
    public async Task Random_bytes_never_do_more_than_be_refused()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var good = Wire.Request("api", Span(Wire.Attribute(9, "key", Wire.Text(1, "value")), Wire.Field(13, Wire.Field(1, Trace), Wire.Field(2, Id)), Wire.Field(11, Wire.Text(2, "event"))));
        for (var seed = 0; seed < 500; seed++)
        {
            // Half of them are nearly right, which goes deeper than noise.
            var body = seed % 2 == 0 ? RandomBytes(seed, seed) : Damage(good, seed);
            Assert.Contains(await dashboard.PostAsync(seed % 4 < 2 ? "/v1/traces" : "/v1/logs", body), new[] { HttpStatusCode.OK, HttpStatusCode.BadRequest });
        }
    }

    [Fact]
    public async Task A_body_beyond_the_limits_is_refused_before_it_is_in_memory()
    {
        await using var dashboard = await RunningDashboard.StartAsync(new() { MaximumBodyBytes = 10_000, MaximumDecompressedBytes = 100_000 });

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await dashboard.PostAsync("/v1/traces", new byte[20_000]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await dashboard.PostAsync("/v1/traces", Gzip(new byte[1_000_000]), "gzip"));
        Assert.Equal(HttpStatusCode.BadRequest, await dashboard.PostAsync("/v1/traces", [1, 2, 3], "gzip"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await dashboard.PostAsync("/v1/traces", [1, 2, 3], "br"));
    }

    [Fact]
    public async Task A_request_that_never_ends_does_not_hold_the_stop_up()
    {
        var dashboard = await RunningDashboard.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, dashboard.Server.Address.Port, Token);
        var head = $"POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\nx-otlp-api-key: {dashboard.ApiKey}\r\nContent-Length: 1000\r\n\r\nx";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Token);
        await using var lines = await dashboard.Browser.GetStreamAsync("/api/logs", Token);

        await dashboard.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5), Token);
    }

    [Fact]
    public async Task A_log_line_is_shown_once_and_leads_to_its_trace()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var now = (ulong)(DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalMicroseconds * 1000;
        dashboard.Server.Write("api", "warn: IotAspire.Api.Poller[3021] The database is away", isError: false);
        var exported = Wire.Field(1, Wire.Field(1, Wire.Attribute(1, "service.name", Wire.Text(1, "api"))), Wire.Field(
            2,
            Wire.Field(1, Wire.Text(1, "IotAspire.Api.Poller")),
            Wire.Field(2, Wire.Fixed64(1, now), Wire.Varint(2, 13), Wire.Field(5, Wire.Text(1, "The database is away")), Wire.Field(9, Trace), Wire.Field(10, Id))));
        Assert.Equal(HttpStatusCode.OK, await dashboard.PostAsync("/v1/logs", exported));

        var line = Assert.Single(await LogStream.ReadAsync(dashboard, "/api/logs?level=Warning"));
        Assert.Equal(("Warning", "IotAspire.Api.Poller", "The database is away"), (line.GetProperty("level").GetString(), line.GetProperty("category").GetString(), line.GetProperty("text").GetString()));
        Assert.Equal(("0102030405060708090a0b0c0d0e0f10", "0101010101010101"), (line.GetProperty("traceId").GetString(), line.GetProperty("spanId").GetString()));
    }

    private static byte[] Span(params byte[][] more) =>
        [.. Wire.Field(1, Trace), .. Wire.Field(2, Id), .. Wire.Text(5, "named"), .. Wire.Fixed64(7, 1_000), .. Wire.Fixed64(8, 2_000), .. more.SelectMany(part => part)];

    private static byte[] Deep(int levels)
    {
        var value = Wire.Text(1, "bottom");
        for (var level = 0; level < levels; level++)
            value = Wire.Field(5, Wire.Field(1, value));
        return value;
    }

    private static byte[] RandomBytes(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Damage(byte[] body, int seed)
    {
        var (random, damaged) = (new Random(seed), body.ToArray());
        for (var times = 0; times < 3; times++)
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        return damaged;
    }

    private static byte[] Gzip(byte[] body)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
            gzip.Write(body);
        return stream.ToArray();
    }

    private static IEnumerable<(string, string)> Pairs(System.Text.Json.JsonElement attributes) =>
        attributes.EnumerateArray().Select(attribute => (attribute.GetProperty("key").GetString()!, attribute.GetProperty("value").GetString()!));

    private static async Task<IReadOnlyList<(string, string, string?)>> LinksAsync(RunningDashboard dashboard, ActivityContext span, string which)
    {
        var trace = await dashboard.GetAsync($"/api/traces/{span.TraceId}");
        return [.. trace.GetProperty("spans")[0].GetProperty(which).EnumerateArray().Select(link => (
            link.GetProperty("traceId").GetString()!,
            link.GetProperty("spanId").GetString()!,
            link.TryGetProperty("name", out var name) ? name.GetString() : null))];
    }
}
