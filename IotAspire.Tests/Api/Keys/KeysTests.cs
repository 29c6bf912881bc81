using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using IotAspire.Api.Keys;
using IotAspire.LocalMySql;
using IotAspire.Storage.Queries;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;
using Microsoft.AspNetCore.DataProtection;

namespace IotAspire.Tests.Api.Keys;

public sealed class KeysTests(MySqlServers servers)
{
    private const string Sensors = "/api/v1/sensors";
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(8);

    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_api_keeps_no_keys_for_cookies_in_the_home_folder()
    {
        await using var api = await RunningApi.StartAsync(servers);
        Assert.Throws<InvalidOperationException>(() => api.Service<IDataProtectionProvider>());
    }

    [Fact]
    public async Task A_key_is_taken_from_a_header_a_bearer_or_the_query()
    {
        await using var api = await RunningApi.StartAsync(servers);
        using var client = api.CreateClient();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, Sensors, request => request.Headers.Add("X-API-Key", RunningApi.Key)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, Sensors, request => request.Headers.Authorization = new("Bearer", RunningApi.Key)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, $"{Sensors}?apiKey={RunningApi.Key}"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, $"{Sensors}?APIKEY={RunningApi.Key}"));
    }

    [Theory]
    [InlineData(null, "X-API-Key")]
    [InlineData("guess", "isn't known")]
    [InlineData("iot_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "isn't known")]
    public async Task Without_a_valid_key_the_answer_is_401_and_says_how(string? key, string detail)
    {
        await using var api = await RunningApi.StartAsync(servers);
        using var client = api.CreateClient(key);

        using var response = await client.GetAsync(Sensors, Token);
        var body = await response.Content.ReadAsStringAsync(Token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(detail, System.Text.RegularExpressions.Regex.Unescape(body), StringComparison.Ordinal);
        Assert.Contains("keys create NAME", body, StringComparison.Ordinal);
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        foreach (var open in new[] { "/health", "/alive", "/openapi/v1.json", "/" })
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, open));
    }

    [Fact]
    public async Task In_development_the_machine_itself_needs_none_but_nobody_who_comes_through_something_else()
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("environment", "Development")]);
        using var client = api.CreateClient();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, Sensors));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, Sensors, request => request.Headers.Add("X-Forwarded-For", "192.0.2.1")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, Sensors, request => request.Headers.Host = "attacker.example"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, Sensors, request => request.Headers.Host = "api.dev.localhost"));
        using var refused = await client.GetAsync($"{Sensors}?apiKey=wrong", Token);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("No key is needed here: leave it out.", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_development_nothing_that_was_forwarded_counts_as_local_even_where_forwarded_headers_are_taken()
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("environment", "Development"), ("FORWARDEDHEADERS_ENABLED", "true")]);
        using var client = api.CreateClient();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, Sensors));
        foreach (var header in new[] { "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Port: 80", "X-Original-For: 127.0.0.1:1", "X-Original-URL: /", "X-Real-IP: 192.0.2.1", "Client-IP: 192.0.2.1", "CF-Connecting-IP: 192.0.2.1", "Via: 1.1 proxy", "Sec-Fetch-Site: cross-site" })
        {
            var (name, value) = (header.Split(": ")[0], header.Split(": ")[1]);
            Assert.True(await StatusAsync(client, Sensors, request => request.Headers.Add(name, value)) == HttpStatusCode.Unauthorized, header);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, Sensors, request => request.Version = HttpVersion.Version10));
    }

    [Theory]
    [InlineData("Development", "Always", HttpStatusCode.Unauthorized)]
    [InlineData("Production", "Never", HttpStatusCode.OK)]
    public async Task A_setting_decides_otherwise(string environment, string rule, HttpStatusCode expected)
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("environment", environment), ("Keys:Required", rule)]);
        using var client = api.CreateClient();

        Assert.Equal(expected, await StatusAsync(client, Sensors));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_new_key_works_at_once_and_a_revoked_one_stops_within_seconds(MySqlFlavor flavor)
    {
        await using var api = await RunningApi.StartAsync(servers, flavor);
        var store = api.Service<ApiKeyStore>();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api.Client, Sensors));

        var key = KeyToken.Create();
        var id = await store.CreateAsync("second", KeyHash.Of(key), KeyScopes.Read, null, Token);
        using var client = api.CreateClient(key);
        await Eventually.Async(() => StatusAsync(client, Sensors), status => status == HttpStatusCode.OK, TimeSpan.FromSeconds(1), "the new key is taken");

        Assert.True(await store.RevokeAsync(id!.Value, Token));
        Assert.False(await store.RevokeAsync(id.Value, Token));
        await Eventually.Async(() => StatusAsync(client, Sensors), status => status == HttpStatusCode.Unauthorized, Seconds, "the revoked key is refused");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api.Client, Sensors));
    }

    [Theory]
    [InlineData(KeyScopes.Read, HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData(KeyScopes.Operate, HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData(KeyScopes.Write, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.NotFound)]
    [InlineData(KeyScopes.All, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound)]
    internal async Task A_key_does_what_its_scopes_allow(KeyScopes scopes, HttpStatusCode data, HttpStatusCode pipeline, HttpStatusCode removal)
    {
        await using var api = await RunningApi.StartAsync(servers);
        var key = KeyToken.Create();
        await api.Service<ApiKeyStore>().CreateAsync("some", KeyHash.Of(key), scopes, expiresAt: null, Token);
        using var client = api.CreateClient(key);

        foreach (var path in new[] { Sensors, "/api/v1/readings/latest", "/api/v1/live", "/api/v1/catalogue" })
        {
            using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Token);
            Assert.Equal(data, answer.StatusCode);
        }

        foreach (var path in new[] { "/api/v1/pipeline", "/api/v1/pipeline/deadLetters" })
            Assert.Equal(pipeline, await StatusAsync(client, path));
        using var refused = await client.DeleteAsync($"{Sensors}/nothing", Token);
        Assert.Equal(removal, refused.StatusCode);
        if (removal == HttpStatusCode.Forbidden)
        {
            Assert.Contains("scope 'write'", System.Text.RegularExpressions.Regex.Unescape(await refused.Content.ReadAsStringAsync(Token)), StringComparison.Ordinal);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task A_key_ends_when_it_says()
    {
        await using var api = await RunningApi.StartAsync(servers);
        var key = KeyToken.Create();
        await api.Service<ApiKeyStore>().CreateAsync("short", KeyHash.Of(key), KeyScopes.Read, DateTime.UtcNow.AddSeconds(10), Token);
        using var client = api.CreateClient(key);

        await Eventually.Async(() => StatusAsync(client, Sensors), status => status == HttpStatusCode.OK, Seconds, "the key is taken");
        await Eventually.Async(() => StatusAsync(client, Sensors), status => status == HttpStatusCode.Unauthorized, 3 * Seconds, "the key has ended");
    }

    [Fact]
    public async Task When_a_key_was_last_used_is_written_when_the_api_stops_at_the_latest()
    {
        await using var api = await RunningApi.StartAsync(servers);
        var store = api.Service<ApiKeyStore>();
        Assert.Null(Assert.Single(await store.ListAsync(Token)).LastUsedAt);
        var before = DateTime.UtcNow;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api.Client, Sensors));

        await api.StopAsync();

        store = new(api.Database.DataSource, TimeProvider.System);
        Assert.InRange(Assert.Single(await store.ListAsync(Token)).LastUsedAt!.Value, before, DateTime.UtcNow);
    }

    [Fact]
    public async Task Neither_good_keys_nor_guesses_cost_a_query_each()
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("Limits:RequestsPerSecond", "100000"), ("Limits:Burst", "100000")]);
        using var statements = new Statements(api.Database.ConnectionString);
        var started = Stopwatch.GetTimestamp();

        for (var i = 0; i < 300; i++)
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(api.Client, "/api/v1/pipeline"));
        using var client = api.CreateClient();
        for (var i = 0; i < 300; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client, Sensors, request => request.Headers.Add("X-API-Key", KeyToken.Create())));

        var queries = statements.Count("`api_keys`");
        var most = (Stopwatch.GetElapsedTime(started).TotalSeconds / 0.25) + 2;
        Assert.InRange(queries, 1, Math.Min(most, 200));
        Assert.InRange(statements.Count("`checkpoints`"), 300, 1000);
    }

    [Fact]
    public async Task While_the_database_is_away_known_keys_stay_good_and_guesses_are_still_refused()
    {
        await using var server = await OwnServer.StartAsync(servers);
        await using var database = IngestDatabase.Open(await server.CreateDatabaseAsync());
        await database.Migrator.MigrateAsync(Token);
        await RunningApi.AddKeyAsync(database);
        var ring = new KeyRing(new(database.DataSource, TimeProvider.System), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<KeyRing>.Instance);
        Assert.NotNull(await ring.FindAsync(KeyHash.Of(RunningApi.Key), Token));

        await server.KillAsync();
        var asked = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(asked) < TimeSpan.FromSeconds(4))
        {
            Assert.NotNull(await ring.FindAsync(KeyHash.Of(RunningApi.Key), Token));
            Assert.Null(await ring.FindAsync(KeyHash.Of(KeyToken.Create()), Token));
        }
    }

    [Fact]
    public async Task No_key_appears_in_logs_traces_or_answers()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var log = new LogLines();
        await using var api = await RunningApi.StartAsync(
            await IngestDatabase.CreateAsync(servers, MySqlFlavor.Any),
            true,
            log,
            // Only of what is exported are there spans with addresses.
            new RecordedTelemetry(),
            // Whoever looks for a fault turns on everything there is, and off what hides parts of addresses.
            [
                ("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft.AspNetCore", "Trace"), ("Logging:LogLevel:FastEndpoints", "Trace"),
                ("Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics", "Trace"), ("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION", "true"),
            ]);
        var key = KeyToken.Create();
        await api.Service<ApiKeyStore>().CreateAsync("watched", KeyHash.Of(key), KeyScopes.All, null, Token);
        for (var i = 0; i < 5; i++)
            await api.Database.ExecuteAsync($"INSERT INTO dead_letters VALUES (NULL, 'h', 'g', '0', 1, {i}, 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(6), 'undecodable', '', '', DEFAULT)");
        using var client = api.CreateClient();

        var answers = new List<string>();
        foreach (var path in new[] { $"pipeline/deadLetters?limit=2&apiKey={key}", $"sensors?ApiKey={key}", $"sensors?wrong=1&apiKey={key}", $"nothing?apiKey={key}", $"readings?apiKey={key}&sensorId=attic" })
            answers.Add(await AnswerAsync(client, $"/api/v1/{path}"));
        foreach (var header in new[] { ("X-API-Key", key), ("Authorization", $"Bearer {key}") })
            answers.Add(await AnswerAsync(client, $"{Sensors}?wrong=1", header));

        Assert.Contains("next", answers[0], StringComparison.Ordinal);
        Assert.Contains("limit=2", answers[0], StringComparison.Ordinal);
        Assert.DoesNotContain(answers, answer => answer.Contains(key, StringComparison.Ordinal));
        Assert.NotEmpty(log.All);
        Assert.DoesNotContain(log.All, line => line.Contains(key, StringComparison.Ordinal));
        var served = await Eventually.Async(
            () => Task.FromResult(spans.Where(span => span.Source.Name == "Microsoft.AspNetCore" && span.Kind == ActivityKind.Server).ToList()),
            found => found.Count >= 7,
            Seconds,
            "spans of the requests");
        Assert.Contains(served, span => (span.GetTagItem("url.query") as string)?.Contains("limit=2", StringComparison.Ordinal) == true);
        var texts = spans.SelectMany(span => span.TagObjects.Select(tag => $"{tag.Value}").Append(span.DisplayName).Concat(span.Events.SelectMany(one => one.Tags.Select(tag => $"{tag.Value}"))));
        Assert.DoesNotContain(texts, text => text.Contains(key, StringComparison.Ordinal));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        change?.Invoke(request);
        using var response = await client.SendAsync(request, Token);
        return response.StatusCode;
    }

    private static async Task<string> AnswerAsync(HttpClient client, string path, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header is var (name, value))
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, Token);
        return $"{response.Headers}{await response.Content.ReadAsStringAsync(Token)}";
    }
}
