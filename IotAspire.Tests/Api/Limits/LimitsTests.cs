using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IotAspire.Api.Keys;
using IotAspire.Api.Limits;
using IotAspire.ChildProcesses;
using IotAspire.Storage.Queries;
using IotAspire.Tests.Api.Live;
using IotAspire.Tests.EndToEnd;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;
using MySqlConnector;

namespace IotAspire.Tests.Api.Limits;

public sealed class LimitsTests(MySqlServers servers)
{
    private const string Sensors = "/api/v1/sensors";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_key_has_its_own_rate_and_is_told_when_to_come_back()
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("Limits:RequestsPerSecond", "1"), ("Limits:Burst", "3")]);
        var other = KeyToken.Create();
        await api.Service<ApiKeyStore>().CreateAsync("other", KeyHash.Of(other), KeyScopes.Read, null, Token);

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 8; i++)
            statuses.Add((await SendAsync(api.Client, HttpMethod.Get, Sensors)).StatusCode);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], statuses.Take(3));
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        using var refused = await SendAsync(api.Client, HttpMethod.Get, Sensors);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10);
        Assert.Contains("1 requests a second, 3 at once", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(api.Client, HttpMethod.Get, "/health")).StatusCode);
        using var client = api.CreateClient(other);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, HttpMethod.Get, Sensors)).StatusCode);

        // Guessing is limited by address.
        using var guessing = api.CreateClient("guess");
        var guesses = new List<HttpStatusCode>();
        for (var i = 0; i < 8; i++)
            guesses.Add((await SendAsync(guessing, HttpMethod.Get, Sensors)).StatusCode);
        Assert.Contains(HttpStatusCode.TooManyRequests, guesses);
    }

    [Fact]
    public async Task Behind_an_ingress_each_caller_has_the_rate_of_its_own_address_and_cannot_pretend_another()
    {
        // As published: the ingress adds the caller's address as the last one.
        await using var api = await RunningApi.StartAsync(servers, settings: [("FORWARDEDHEADERS_ENABLED", "true"), ("Limits:RequestsPerSecond", "1"), ("Limits:Burst", "2")]);
        using var client = api.CreateClient();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 20; i++)
            statuses.Add((await SendAsync(client, HttpMethod.Get, Sensors, ("X-Forwarded-For", $"198.51.100.{i}, 192.0.2.1"))).StatusCode);

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(client, HttpMethod.Get, Sensors, ("X-Forwarded-For", "192.0.2.2"))).StatusCode);
    }

    [Theory]
    [InlineData("Production", "https", "max-age=31536000")]
    [InlineData("Production", "http", null)]
    [InlineData("Development", "https", null)]
    public async Task Browsers_are_told_to_come_by_https_only_where_they_do(string environment, string scheme, string? expected)
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("environment", environment), ("FORWARDEDHEADERS_ENABLED", "true")]);

        using var response = await SendAsync(api.Client, HttpMethod.Get, Sensors, ("Host", "api.example.org"), ("X-Forwarded-For", "192.0.2.1"), ("X-Forwarded-Proto", scheme));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, Header(response, "Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void A_caller_without_key_is_its_address_or_its_network(string one, string other, bool isSame) =>
        Assert.Equal(isSame, CallerAddress.Of(IPAddress.Parse(one)) == CallerAddress.Of(IPAddress.Parse(other)));

    [Fact]
    public async Task Every_GET_has_a_HEAD_with_the_same_headers_and_no_body()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Batches.Reading(0, 20));
        await api.Database.ExecuteAsync("INSERT INTO dead_letters VALUES (7, 'h', 'g', '0', 1, 0, 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(6), 'undecodable', '', 'x', DEFAULT)");
        var paths = (await api.GetAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        Assert.NotEmpty(paths);

        foreach (var path in paths.Select(Address).Concat(["/health", "/alive", "/openapi/v1.json", "/"]))
        {
            using var head = await SendAsync(api.Client, HttpMethod.Head, path);
            Assert.True(head.StatusCode == HttpStatusCode.OK, $"HEAD {path}: {head.StatusCode}");
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(Token));
            if (path == "/api/v1/live")
            {
                Assert.Equal("text/event-stream", head.Content.Headers.ContentType?.MediaType);
                continue;
            }

            using var get = await SendAsync(api.Client, HttpMethod.Get, path);
            Assert.Equal(get.StatusCode, head.StatusCode);
            Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        }

        using var post = await SendAsync(api.Client, HttpMethod.Post, Sensors);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(api.Client, HttpMethod.Head, "/api/v1/nothing")).StatusCode);
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_keep_browsers_and_caches_from_harm()
    {
        await using var api = await RunningApi.StartAsync(servers);
        using var stranger = api.CreateClient();

        foreach (var (client, path, status) in new[] { (api.Client, Sensors, 200), (api.Client, "/api/v1/nothing", 404), (stranger, Sensors, 401), (api.Client, $"{Sensors}?x=1", 400), (api.Client, "/", 200), (api.Client, "/health", 200) })
        {
            using var response = await SendAsync(client, HttpMethod.Get, path);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
            Assert.Equal("DENY", Header(response, "X-Frame-Options"));
            Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
            Assert.Equal("same-origin", Header(response, "Cross-Origin-Resource-Policy"));
            Assert.Contains("frame-ancestors 'none'", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("Server"));
        }

        using var answer = await SendAsync(api.Client, HttpMethod.Get, Sensors);
        Assert.True(answer.Headers.CacheControl is { Private: true });
    }

    [Fact]
    public async Task Pages_of_named_sites_may_ask_and_others_may_not()
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("Cors:Origins:0", "https://dashboards.example")]);
        using var stranger = api.CreateClient();

        using var preflight = await SendAsync(
            stranger, HttpMethod.Options, Sensors, ("Origin", "https://dashboards.example"), ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers", "x-api-key"));
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal("https://dashboards.example", Header(preflight, "Access-Control-Allow-Origin"));
        Assert.Contains("X-API-Key", Header(preflight, "Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase);
        using var refused = await SendAsync(stranger, HttpMethod.Get, Sensors, ("Origin", "https://dashboards.example"));
        Assert.Equal("https://dashboards.example", Header(refused, "Access-Control-Allow-Origin"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.All(["Link", "ETag", "Available-From", "Total-Count"], name => Assert.Contains(name, Header(refused, "Access-Control-Expose-Headers"), StringComparison.Ordinal));
        using var foreign = await SendAsync(api.Client, HttpMethod.Get, Sensors, ("Origin", "https://other.example"));
        Assert.Null(Header(foreign, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task By_default_no_foreign_page_may_ask()
    {
        await using var api = await RunningApi.StartAsync(servers);

        using var response = await SendAsync(api.Client, HttpMethod.Get, Sensors, ("Origin", "https://dashboards.example"));

        Assert.Null(Header(response, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_question_that_takes_too_long_is_given_up_and_the_answer_says_how_to_ask_less()
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("Limits:RequestTime", "00:00:01")]);
        await using var hold = await LockAsync(api, "sensors");
        var started = Stopwatch.GetTimestamp();

        var problem = await api.GetAsync(Sensors, HttpStatusCode.GatewayTimeout);

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.9, 10);
        Assert.Contains("longer than 1 seconds", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("shorter range", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_requests_than_the_database_may_get_are_answered_at_once_with_503()
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("Limits:QueriesAtOnce", "1"), ("Limits:QueriesWaiting", "1"), ("Limits:WaitingTime", "00:00:01")]);
        Task<HttpResponseMessage> first;
        // A table that nothing but the request reads: the warm-up, too, reads sensors.
        await using (await LockAsync(api, "dead_letters"))
        {
            first = SendAsync(api.Client, HttpMethod.Get, "/api/v1/pipeline/deadLetters");
            await Eventually.Async(
                () => api.Database.ScalarAsync("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE LIKE 'Waiting for table metadata lock%'"),
                count => Convert.ToInt32(count, CultureInfo.InvariantCulture) > 0,
                TimeSpan.FromSeconds(10),
                "the first question waits");

            // One waits and gives up, the others are refused at once.
            var others = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SendAsync(api.Client, HttpMethod.Get, "/api/v1/pipeline")));
            Assert.All(others, other => Assert.Equal(HttpStatusCode.ServiceUnavailable, other.StatusCode), throwIfEmpty: true);
            Assert.All(others, other => Assert.NotNull(other.Headers.RetryAfter), throwIfEmpty: true);
            Assert.Contains("Too many requests", await others[0].Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(api.Client, HttpMethod.Get, "/alive")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(api.Client, HttpMethod.Get, "/api/v1/pipeline")).StatusCode);
    }

    [Fact]
    public async Task A_server_that_hangs_hangs_no_request()
    {
        Requirement.Met(!OperatingSystem.IsWindows(), "A process can be halted on Linux and macOS only.");
        await using var server = await OwnServer.StartAsync(servers);
        var database = IngestDatabase.Open(await server.CreateDatabaseAsync());
        await database.Migrator.MigrateAsync(Token);
        await using var api = await RunningApi.StartAsync(database, true, ("Limits:RequestTime", "00:00:02"));
        await api.GetAsync(Sensors);
        server.Hang();
        try
        {
            // The sensors themselves are remembered for a second.
            foreach (var path in new[] { "/api/v1/aggregates", "/api/v1/pipeline" })
            {
                var started = Stopwatch.GetTimestamp();
                using var response = await SendAsync(api.Client, HttpMethod.Get, path);
                Assert.True(response.StatusCode is HttpStatusCode.GatewayTimeout or HttpStatusCode.ServiceUnavailable, $"{path}: {response.StatusCode}");
                TestContext.Current.TestOutputHelper?.WriteLine($"{path}: {(int)response.StatusCode} after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
                Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 12);
            }

            using var health = await SendAsync(api.Client, HttpMethod.Get, "/health");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(api.Client, HttpMethod.Get, "/alive")).StatusCode);
        }
        finally
        {
            server.Continue();
        }

        await Eventually.Async(async () => (await SendAsync(api.Client, HttpMethod.Get, Sensors)).StatusCode, status => status == HttpStatusCode.OK, TimeSpan.FromSeconds(20), "answers again");
    }

    [Theory]
    [InlineData("Limits:QueriesPerCaller", "readings?")]
    [InlineData("Limits:DownloadsAtOnce", "readings?format=csv&")]
    [InlineData("Limits:DownloadsAtOnce", "readings?limit=10001&")]
    [InlineData("Limits:DownloadsAtOnce", "aggregates?shape=Wide&functions=p50&bucket=1m&")]
    public async Task A_greedy_caller_leaves_room_for_the_pages_of_others(string limit, string query)
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("Limits:QueriesAtOnce", "3"), (limit, "2"), ("Limits:WaitingTime", "00:01:00")]);
        await api.StoreAsync(Batches.Reading(1, 20));
        var other = KeyToken.Create();
        await api.Service<ApiKeyStore>().CreateAsync("other", KeyHash.Of(other), KeyScopes.Read, null, Token);
        using var polite = api.CreateClient(other);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(polite, HttpMethod.Get, Sensors)).StatusCode);
        List<Task<HttpResponseMessage>> greedy;
        await using (await LockAsync(api, "readings"))
        {
            greedy = [.. Enumerable.Range(0, 6).Select(_ => SendAsync(api.Client, HttpMethod.Get, $"/api/v1/{query}from=2026-11-23T12:00:00Z&to=2026-11-23T13:00:00Z"))];
            await WaitingAsync(api, 2);

            using var answer = await SendAsync(polite, HttpMethod.Get, Sensors).WaitAsync(TimeSpan.FromSeconds(10), Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.All(await Task.WhenAll(greedy), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode), throwIfEmpty: true);
    }

    [Fact]
    public async Task A_live_stream_waits_for_its_turn_at_the_database_and_ends_it_when_it_has_begun()
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("Limits:QueriesAtOnce", "1"), ("Limits:WaitingTime", "00:00:01")]);
        await api.StoreAsync(Batches.Reading(1, 20));
        await using (await LiveReader.OpenAsync(api.Client))
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(api.Client, HttpMethod.Get, Sensors)).StatusCode);

        Task<HttpResponseMessage> slow;
        await using (await LockAsync(api, "readings"))
        {
            slow = SendAsync(api.Client, HttpMethod.Get, "/api/v1/readings?from=2026-11-23T12:00:00Z&to=2026-11-23T13:00:00Z");
            await WaitingAsync(api, 1);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync(api.Client, HttpMethod.Get, "/api/v1/live")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await slow).StatusCode);
    }

    // Megabytes are in memory until they have been read.
    [Fact]
    public async Task A_live_reader_that_takes_what_it_missed_slowly_takes_the_place_of_a_download()
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("Limits:QueriesAtOnce", "2"), ("Limits:DownloadsAtOnce", "1"), ("Limits:WaitingTime", "00:00:01")]);
        var publisher = await LivePublisher.StartAsync(api.Database);
        var now = LivePublisher.Now;
        await publisher.StoreAsync(now, Enumerable.Range(0, 20_000).Select(reading => ("kitchen", now.AddTicks(10 * reading), (double)reading)));
        using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 })
        {
            await socket.ConnectAsync("127.0.0.1", api.Client.BaseAddress!.Port, Token);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /api/v1/live?lastEventId={now.AddMinutes(-1):yyyy-MM-ddTHH:mm:ss.fffZ}&apiKey={RunningApi.Key} HTTP/1.1\r\nHost: x\r\n\r\n"), Token);
            Assert.NotEqual(0, await socket.ReceiveAsync(new byte[1024], Token));

            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync(api.Client, HttpMethod.Get, Sensors + "?format=csv")).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(api.Client, HttpMethod.Get, Sensors)).StatusCode);
        }

        await Eventually.Async(
            async () => (await SendAsync(api.Client, HttpMethod.Get, Sensors + "?format=csv")).StatusCode, status => status == HttpStatusCode.OK, TimeSpan.FromSeconds(30), "the place is free again");
    }

    [Theory]
    [InlineData("ExceptLocalDevelopment")]
    [InlineData("Never")]
    public async Task While_the_server_hangs_callers_whose_keys_or_sensors_cannot_be_read_wait_together(string keysRequired)
    {
        Requirement.Met(!OperatingSystem.IsWindows(), "A process can be halted on Linux and macOS only.");
        await using var server = await OwnServer.StartAsync(servers);
        var database = IngestDatabase.Open(await server.CreateDatabaseAsync());
        await database.Migrator.MigrateAsync(Token);
        await using var api = await RunningApi.StartAsync(database, true, ("Keys:Required", keysRequired));
        using var client = keysRequired == "Never" ? api.CreateClient() : api.CreateClient(RunningApi.Key);
        server.Hang();
        try
        {
            var started = Stopwatch.GetTimestamp();
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(client, HttpMethod.Get, Sensors)));

            Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.GatewayTimeout or HttpStatusCode.ServiceUnavailable, $"{answer.StatusCode}"), throwIfEmpty: true);
            // Forty seconds one after the other.
            Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 12);
        }
        finally
        {
            server.Continue();
        }
    }

    [Fact]
    public async Task Every_wrong_setting_stops_it_at_the_start()
    {
        using var children = new ChildProcessHost();
        var result = await children.RunAsync(
            new("dotnet", [
                BuiltAssembly.PathOf("IotAspire.Api"), "--urls", "http://127.0.0.1:0", "--Limits:RequestsPerSecond=0", "--Limits:RequestTime=00:00:00", "--Cors:Origins:0=https://a.example/path",
                "--Cors:Origins:1=ftp://a.example", "--Live:Heartbeat=02:00:00", "--Pipeline:HealthyLag=00:00:00", "--Keys:Required=7",
            ])
            {
                Environment = new Dictionary<string, string?> { ["ConnectionStrings__iotdb"] = "Server=localhost;Database=x" },
            },
            Token);

        Assert.Equal(78, result.ExitCode);
        foreach (var setting in new[] { "Limits:RequestsPerSecond", "Limits:RequestTime", "Cors:Origins:0", "Cors:Origins:1", "Live:Heartbeat", "Pipeline:HealthyLag", "Keys:Required" })
            Assert.Contains($"Configuration error: {setting}", result.Text, StringComparison.Ordinal);
    }

    private static Task<object?> WaitingAsync(RunningApi api, int queries) => Eventually.Async(
        () => api.Database.ScalarAsync("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE LIKE 'Waiting for table metadata lock%'"),
        count => Convert.ToInt32(count, CultureInfo.InvariantCulture) >= queries,
        TimeSpan.FromSeconds(10),
        "queries wait");

    // As an ALTER TABLE would. Closing the connection unlocks, so it must not go back to a pool.
    private static async Task<MySqlConnection> LockAsync(RunningApi api, string table)
    {
        var connection = new MySqlConnection(new MySqlConnectionStringBuilder(api.Database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Token);
        await using var command = new MySqlCommand($"LOCK TABLES `{table}` WRITE", connection);
        await command.ExecuteNonQueryAsync(Token);
        return connection;
    }

    private static string Address(string path) =>
        path.Replace("{sensorId}", "kitchen-temperature", StringComparison.Ordinal).Replace("{id}", "7", StringComparison.Ordinal)
        + (path is "/api/v1/readings" or "/api/v1/aggregates" ? "?sensorId=kitchen-temperature&from=2026-11-23T12:00:00Z&to=2026-11-23T12:05:00Z" : "");

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request, Token);
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
