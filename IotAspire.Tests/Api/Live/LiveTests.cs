using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using IotAspire.Api.Features.Live;
using IotAspire.Api.Keys;
using IotAspire.LocalMySql;
using IotAspire.Storage.Queries;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api.Live;

public sealed class LiveTests(MySqlServers servers)
{
    private const string Kitchen = "kitchen-temperature";
    private const string Offices = "offices-temperature";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Flavors))]
    public async Task Readings_come_as_they_are_stored_and_only_those_of_the_chosen_sensors(MySqlFlavor flavor)
    {
        await using var api = await RunningApi.StartAsync(servers, flavor);
        var publisher = await LivePublisher.StartAsync(api.Database);
        var now = LivePublisher.Now;
        await publisher.StoreAsync((Kitchen, now.AddSeconds(-3), 19), (Offices, now.AddSeconds(-3), 29));
        await using var kitchen = await LiveReader.OpenAsync(api.Client, $"?sensorId={Kitchen}&events=readings");
        await using var both = await LiveReader.OpenAsync(api.Client);

        // The second is out of order, the third late but not too late.
        await publisher.StoreAsync((Kitchen, now, 20), (Kitchen, now.AddSeconds(-1), 21), (Kitchen, now.AddSeconds(-75), 22), (Offices, now, 30));
        await publisher.StoreAsync((Kitchen, now.AddSeconds(1), 23), (Kitchen, now, 99));
        await kitchen.WaitAsync(_ => kitchen.Of("reading").Count >= 4, "four readings");
        await both.WaitAsync(_ => both.Of("reading").Count >= 5, "five readings");

        Assert.Equal([20, 21, 22, 23], kitchen.Of("reading").Select(one => one.Data.GetProperty("value").GetDouble()).Order());
        Assert.All(kitchen.Of("reading"), one => Assert.Equal((Kitchen, "°C"), (one.Text("sensorId"), one.Text("unit"))), throwIfEmpty: true);
        Assert.Equal([20, 21, 22, 23, 30], both.Of("reading").Select(one => one.Data.GetProperty("value").GetDouble()).Order());
        Assert.Equal("2", $"{both.Of("open").Single().Data.GetProperty("sensors")}");
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", both.Of("reading")[0].Text("measuredAt"));
    }

    [Theory, MemberData(nameof(Flavors))]
    public async Task A_bucket_comes_once_when_it_is_closed_with_all_of_its_readings(MySqlFlavor flavor)
    {
        await using var api = await RunningApi.StartAsync(servers, flavor, settings: [("Live:Heartbeat", "00:00:00.1"), ("Live:Interval", "00:00:00.05")]);
        var publisher = await LivePublisher.StartAsync(api.Database);
        var minute = LivePublisher.Now.AddMinutes(-5);
        minute = minute.AddTicks(-(minute.Ticks % TimeSpan.TicksPerMinute));
        await publisher.StoreAsync(minute.AddSeconds(30), (Kitchen, minute.AddSeconds(10), 20), (Kitchen, minute.AddSeconds(20), 22), (Offices, minute.AddSeconds(10), 1));
        await using var reader = await LiveReader.OpenAsync(api.Client, $"?sensorId={Kitchen}&events=1m");

        await publisher.StoreAsync(minute.AddSeconds(55), (Kitchen, minute.AddSeconds(50), 24));
        // Up to the end, but not yet the allowed lateness of ten seconds.
        await SeenAsync(69.9);
        Assert.Empty(reader.Of("bucket"));
        await publisher.StoreAsync(minute.AddSeconds(68), (Kitchen, minute.AddSeconds(59), 26));
        await publisher.CatchUpAsync(minute.AddSeconds(70));
        await reader.WaitAsync(_ => reader.Of("bucket").Count > 0, "the closed bucket");
        await SeenAsync(100);
        await SeenAsync(200);
        await publisher.StoreAsync(minute.AddSeconds(210), (Kitchen, minute.AddSeconds(205), 5));
        await publisher.CatchUpAsync(minute.AddSeconds(260));
        await reader.WaitAsync(_ => reader.Of("bucket").Count > 1, "the next bucket");

        var buckets = reader.Of("bucket");
        Assert.Equal(2, buckets.Count);
        Assert.Equal((Kitchen, "1m", true), (buckets[0].Text("sensorId"), buckets[0].Text("bucket"), buckets[0].Data.GetProperty("complete").GetBoolean()));
        Assert.Equal([4, 23, 20, 26, 20, 26], new[] { "count", "avg", "min", "max", "first", "last" }.Select(name => buckets[0].Data.GetProperty(name).GetDouble()));
        Assert.Empty(reader.Of("reading"));

        async Task SeenAsync(double second)
        {
            await publisher.CatchUpAsync(minute.AddSeconds(second));
            await reader.WaitAsync(
                _ => reader.Of("heartbeat").Any(one => one.Text("storedUntil") is { } text && DateTime.Parse(text, CultureInfo.InvariantCulture).ToUniversalTime() >= minute.AddSeconds(second)),
                $"a look at second {second}");
        }
    }

    [Fact]
    public async Task A_stream_is_taken_up_where_it_ended_also_from_another_instance()
    {
        await using var api = await RunningApi.StartAsync(servers);
        var publisher = await LivePublisher.StartAsync(api.Database);
        await publisher.StoreAsync((Kitchen, LivePublisher.Now, 1));
        string id;
        await using (var reader = await LiveReader.OpenAsync(api.Client))
        {
            await publisher.StoreAsync((Kitchen, LivePublisher.Now, 2));
            await reader.WaitAsync(_ => reader.Of("reading").Count > 0 && reader.LastEventId is not null, "a reading and an id");
            id = reader.LastEventId!;
        }

        await publisher.StoreAsync((Kitchen, LivePublisher.Now, 3));
        await publisher.StoreAsync((Kitchen, LivePublisher.Now, 4));
        await using var other = await RunningApi.StartAsync(IngestDatabase.Open(api.Database.ConnectionString), migrated: false);
        foreach (var client in new[] { api.Client, other.Client })
        {
            await using var again = await LiveReader.OpenAsync(client, $"?sensorId={Kitchen}", id);
            await again.WaitAsync(_ => Values(again).IsSupersetOf([3, 4]), "what was missed");
            await publisher.StoreAsync((Kitchen, LivePublisher.Now, 5));
            await again.WaitAsync(_ => Values(again).Contains(5), "what comes");
            Assert.Empty(again.Of("gap"));
            Assert.Equal(id, again.Of("open").Single().Text("replayedFrom"));
        }
    }

    [Fact]
    public async Task What_cannot_be_given_again_is_said()
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("Live:ReplayedReadings", "10")]);
        var publisher = await LivePublisher.StartAsync(api.Database);
        var now = LivePublisher.Now;
        await publisher.StoreAsync(Enumerable.Range(0, 11).Select(i => (Kitchen, now.AddMilliseconds(-i), (double)i)));

        await using var tooMany = await LiveReader.OpenAsync(api.Client, "", $"{now.AddSeconds(-5):yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}");
        await tooMany.WaitAsync(_ => tooMany.Of("gap").Count > 0, "the gap");
        Assert.Contains("More than 10", tooMany.Of("gap")[0].Text("reason"), StringComparison.Ordinal);
        await using var tooOld = await LiveReader.OpenAsync(api.Client, "?lastEventId=2026-01-01T00:00:00Z");
        await tooOld.WaitAsync(_ => tooOld.Of("gap").Count > 0, "the gap");
        Assert.Equal("2026-01-01T00:00:00.000000Z", tooOld.Of("gap")[0].Text("enqueuedFrom"));

        // Both go on.
        await publisher.StoreAsync((Kitchen, LivePublisher.Now.AddSeconds(1), 77));
        await tooMany.WaitAsync(_ => Values(tooMany).Contains(77), "what comes");
        await tooOld.WaitAsync(_ => Values(tooOld).Contains(77), "what comes");
    }

    [Fact]
    public async Task A_reader_that_comes_and_goes_loses_nothing_of_several_partitions()
    {
        await using var api = await RunningApi.StartAsync(servers);
        var publishers = new[] { await LivePublisher.StartAsync(api.Database), await LivePublisher.StartAsync(api.Database, "1"), await LivePublisher.StartAsync(api.Database, "2") };
        // Every sensor is known before, every partition has been read.
        for (var p = 0; p < publishers.Length; p++)
            await publishers[p].StoreAsync((Sensor(p, 0), LivePublisher.Now.AddSeconds(-5), 0), (Sensor(p, 1), LivePublisher.Now.AddSeconds(-5), 0));
        var expected = new HashSet<(string, DateTime)>();
        var seen = new HashSet<(string, DateTime)>();
        var random = new Random(7);
        using var done = new CancellationTokenSource();
        var first = await LiveReader.OpenAsync(api.Client);
        var reading = Task.Run(
            async () =>
            {
                var reader = first;
                while (true)
                {
                    var isDone = done.IsCancellationRequested;
                    if (isDone)
                        await reader.WaitAsync(_ => !expected.Except(seen).Except(reader.Readings()).Any(), "all readings");
                    else
                        await reader.WaitAsync(_ => (reader.Of("reading").Count > 20 && reader.LastEventId is not null) || done.IsCancellationRequested, "some readings");
                    // It reads until it is closed, and goes on from its last event.
                    await reader.DisposeAsync();
                    seen.UnionWith(reader.Readings());
                    Assert.Empty(reader.Of("gap"));
                    if (isDone)
                        return;
                    reader = await LiveReader.OpenAsync(api.Client, "", reader.LastEventId);
                }
            },
            Token);

        var batches = 0;
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(8))
        {
            var p = random.Next(publishers.Length);
            var now = LivePublisher.Now;
            var readings = Enumerable.Range(0, random.Next(1, 12))
                .Select(i => (Sensor(p, i % 2), now.AddTicks((-10_000L * random.Next(50_000)) + (10 * batches)), (double)i))
                .DistinctBy(one => (one.Item1, one.Item2)).ToList();
            expected.UnionWith(readings.Select(one => (one.Item1, one.Item2)));
            await publishers[p].StoreAsync(now, readings);
            batches++;
        }

        await done.CancelAsync();
        await reading;
        Assert.True(batches > 30, $"only {batches} batches");
        Assert.Superset(expected, seen);
    }

    [Fact]
    public async Task Any_number_of_readers_cost_the_database_the_same()
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("Live:Interval", "00:00:00.2")]);
        var publisher = await LivePublisher.StartAsync(api.Database);
        await publisher.StoreAsync((Kitchen, LivePublisher.Now, 1));
        var readers = new List<LiveReader>();
        for (var i = 0; i < 30; i++)
            readers.Add(await LiveReader.OpenAsync(api.Client));
        using var statements = new Statements(api.Database.ConnectionString);
        var started = Stopwatch.GetTimestamp();

        for (var i = 0; i < 20; i++)
        {
            await publisher.StoreAsync((Kitchen, LivePublisher.Now.AddSeconds(i), i));
            foreach (var reader in readers)
                await reader.WaitAsync(_ => reader.Of("reading").Count > i, "the reading");
        }

        var looks = Stopwatch.GetElapsedTime(started).TotalSeconds / 0.2;
        Assert.InRange(statements.Count("SELECT `allowed_lateness_ms`"), 10, looks + 2);
        Assert.InRange(statements.Count("FROM `readings` WHERE"), 10, looks + 2);
        foreach (var reader in readers)
            await reader.DisposeAsync();
        await Eventually.TrueAsync(() => api.Service<WatchedSensors>().Current.Sensors.Count == 0, Soon, "nobody is watched any more");
        var before = statements.Count("SELECT `allowed_lateness_ms`");
        await publisher.StoreAsync((Kitchen, LivePublisher.Now.AddSeconds(50), 1));
        // That nothing happens can only be waited for: ten times as long as a look takes to come.
        await Task.Delay(TimeSpan.FromSeconds(2), Token);
        Assert.InRange(statements.Count("SELECT `allowed_lateness_ms`"), before, before + 1);
    }

    [Fact]
    public async Task A_caller_has_no_more_than_its_share_of_sensors()
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("Live:SensorsPerCaller", "1")]);
        var publisher = await LivePublisher.StartAsync(api.Database);
        await publisher.StoreAsync((Kitchen, LivePublisher.Now, 1), (Offices, LivePublisher.Now, 1));
        await using (await LiveReader.OpenAsync(api.Client, $"?sensorId={Kitchen}"))
        {
            // The same sensor once more costs nothing more.
            await using var again = await LiveReader.OpenAsync(api.Client, $"?sensorId={Kitchen}");
            using var refused = await api.Client.GetAsync(new Uri($"/api/v1/live?sensorId={Offices}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        await Eventually.Async(
            async () =>
            {
                using var other = await api.Client.GetAsync(new Uri($"/api/v1/live?sensorId={Offices}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
                return other.StatusCode;
            },
            status => status == HttpStatusCode.OK,
            Soon,
            "the other sensor has a place");
    }

    [Fact]
    public async Task A_caller_has_no_more_than_its_share_of_streams()
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("Live:ReadersPerCaller", "2")]);
        var publisher = await LivePublisher.StartAsync(api.Database);
        await publisher.StoreAsync((Kitchen, LivePublisher.Now, 1));
        var other = KeyToken.Create();
        await api.Service<ApiKeyStore>().CreateAsync("other", KeyHash.Of(other), KeyScopes.Read, null, Token);
        using var polite = api.CreateClient(other);
        await using var one = await LiveReader.OpenAsync(api.Client);
        await using (await LiveReader.OpenAsync(api.Client))
        {
            using var refused = await api.Client.GetAsync(new Uri("/api/v1/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            await using var stranger = await LiveReader.OpenAsync(polite);
        }

        await Eventually.Async(
            async () =>
            {
                using var again = await api.Client.GetAsync(new Uri("/api/v1/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
                return again.StatusCode;
            },
            status => status == HttpStatusCode.OK,
            Soon,
            "a place is free again");
    }

    [Fact]
    public async Task A_reader_that_does_not_read_is_told_what_it_missed_or_sent_away_and_holds_nobody_up()
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("Live:BufferedEvents", "4096"), ("Live:Interval", "00:00:00.05")]);
        var publisher = await LivePublisher.StartAsync(api.Database);
        await publisher.StoreAsync((Kitchen, LivePublisher.Now, 1));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync("127.0.0.1", api.Client.BaseAddress!.Port, Token);
        await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes($"GET /api/v1/live?apiKey={RunningApi.Key} HTTP/1.1\r\nHost: x\r\n\r\n"), Token);
        await using var reader = await LiveReader.OpenAsync(api.Client);
        await Eventually.TrueAsync(() => api.Service<WatchedSensors>().Current.Sensors.Sum(sensor => sensor.Readers) == 2, Soon, "both listen");

        const int Batches = 60, Size = 1000;
        for (var i = 0; i < Batches; i++)
        {
            var now = LivePublisher.Now;
            await publisher.StoreAsync(now, Enumerable.Range(0, Size).Select(j => (Kitchen, now.AddTicks(10 * j), (double)j)));
            await reader.WaitAsync(_ => reader.Of("reading").Count >= (i + 1) * Size, "the others get everything");
        }

        Assert.Empty(reader.Of("gap"));
        var received = new List<byte>();
        var buffer = new byte[65536];
        var isSentAway = false;
        using var time = new CancellationTokenSource(Soon);
        while (!isSentAway && !Contains(received, "event: gap"))
        {
            try
            {
                var count = await socket.ReceiveAsync(buffer, time.Token);
                isSentAway = count == 0;
                received.AddRange(buffer.AsSpan(0, count));
            }
            catch (SocketException)
            {
                isSentAway = true;
            }
        }

        Assert.True(received.Count < Batches * Size * 200, "everything was kept for it");
    }

    [Fact]
    public async Task A_stream_ends_with_its_key_and_with_the_service()
    {
        await using var api = await RunningApi.StartAsync(servers);
        var publisher = await LivePublisher.StartAsync(api.Database);
        await publisher.StoreAsync((Kitchen, LivePublisher.Now, 1));
        var key = KeyToken.Create();
        var id = await api.Service<ApiKeyStore>().CreateAsync("second", KeyHash.Of(key), KeyScopes.Read, null, Token);
        using var client = api.CreateClient(key);
        await using var ending = await LiveReader.OpenAsync(client);
        await using var staying = await LiveReader.OpenAsync(api.Client);

        await api.Service<ApiKeyStore>().RevokeAsync(id!.Value, Token);
        await ending.Ended.WaitAsync(TimeSpan.FromSeconds(12), Token);
        Assert.False(staying.Ended.IsCompleted);

        var started = Stopwatch.GetTimestamp();
        await api.StopAsync();
        await staying.Ended.WaitAsync(Soon, Token);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 8);
    }

    [Fact]
    public async Task A_quiet_stream_has_heartbeats_which_tell_when_the_database_is_away()
    {
        await using var server = await OwnServer.StartAsync(servers);
        var database = IngestDatabase.Open(await server.CreateDatabaseAsync());
        await database.Migrator.MigrateAsync(Token);
        var publisher = await LivePublisher.StartAsync(database);
        await publisher.StoreAsync((Kitchen, LivePublisher.Now, 1));
        await using var api = await RunningApi.StartAsync(database, true, ("Live:Heartbeat", "00:00:00.3"));
        await using var reader = await LiveReader.OpenAsync(api.Client);
        await reader.WaitAsync(_ => reader.Of("heartbeat").Count >= 2, "heartbeats");
        Assert.All(reader.Of("heartbeat"), one => Assert.Null(one.Text("stalled")), throwIfEmpty: true);

        await server.StopAsync();
        await reader.WaitAsync(_ => reader.Of("heartbeat")[^1].Text("stalled") is not null, "a heartbeat that tells");
        await server.RestartAsync();
        await reader.WaitAsync(_ => reader.Of("heartbeat")[^1].Text("stalled") is null, "a heartbeat that tells");
        await publisher.StoreAsync((Kitchen, LivePublisher.Now, 2));
        await reader.WaitAsync(_ => Values(reader).Contains(2), "what comes");
    }

    [Fact]
    public async Task There_are_no_more_readers_than_allowed()
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("Live:Readers", "2")]);
        var publisher = await LivePublisher.StartAsync(api.Database);
        await publisher.StoreAsync((Kitchen, LivePublisher.Now, 1));
        await using var one = await LiveReader.OpenAsync(api.Client);
        await using (await LiveReader.OpenAsync(api.Client))
        {
            using var refused = await api.Client.GetAsync("/api/v1/live", Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        await Eventually.TrueAsync(() => api.Service<WatchedSensors>().Current.Sensors.Sum(sensor => sensor.Readers) == 1, Soon, "the other has gone");
        await using var third = await LiveReader.OpenAsync(api.Client);
    }

    [Theory]
    [InlineData("events=minutes", HttpStatusCode.BadRequest, "readings, 1m, 1h, 1d")]
    [InlineData("lastEventId=x", HttpStatusCode.BadRequest, "id of this stream")]
    [InlineData("lastEventId=9999-01-01T00:00:00Z", HttpStatusCode.BadRequest, "id of this stream")]
    [InlineData("sensorId=Attic!", HttpStatusCode.BadRequest, "separated by commas")]
    [InlineData("sensorId=attic", HttpStatusCode.NotFound, "/api/v1/sensors")]
    public async Task A_wrong_question_is_refused_with_what_is_allowed(string query, HttpStatusCode status, string allowed)
    {
        await using var api = await RunningApi.StartAsync(servers);

        var problem = await api.GetAsync($"/api/v1/live?{query}", status);

        Assert.Contains(allowed, problem.GetProperty("errors")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    private static HashSet<double> Values(LiveReader reader) => [.. reader.Of("reading").Select(one => one.Data.GetProperty("value").GetDouble())];

    private static string Sensor(int partition, int number) => $"sensor-{partition}-{number}";

    private static bool Contains(List<byte> bytes, string text) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes).IndexOf(System.Text.Encoding.ASCII.GetBytes(text)) >= 0;
}
