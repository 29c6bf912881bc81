using System.Net;
using System.Text.Json;
using IotAspire.Storage.Ingest;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Api;

public sealed class PagingTests(MySqlServers servers)
{
    private const string Range = "from=2026-11-23T12:00:00Z&to=2026-11-23T13:00:00Z";
    private const int Known = 120;

    public static TheoryData<string> Questions =>
    [
        $"/api/v1/readings?{Range}", $"/api/v1/readings?{Range}&order=desc", $"/api/v1/readings?{Range}&minValue=10", $"/api/v1/aggregates?{Range}&bucket=10s",
        $"/api/v1/aggregates?{Range}&bucket=1m&fill=previous", $"/api/v1/aggregates?{Range}&bucket=1m&groupBy=type", $"/api/v1/aggregates?{Range}&bucket=1m&shape=wide",
        $"/api/v1/aggregates?{Range}&bucket=auto&maxPoints=100", $"/api/v1/quality?{Range}&bucket=1h", "/api/v1/sensors", "/api/v1/readings/latest", "/api/v1/catalogue",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Questions))]
    public async Task Pages_of_any_length_are_the_whole_answer_in_pieces(string question)
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Sensors());
        var whole = await PagesAsync(api, $"{question}{Joint(question)}limit=100000", _ => 100_000);
        Assert.NotEmpty(whole);

        var random = new Random(whole.Count);
        var pages = await PagesAsync(api, $"{question}{Joint(question)}limit=1", _ => random.Next(1, 1 + (whole.Count / 3)));

        // How old a reading is depends on when it was asked.
        Assert.Equal(whole.Select(Timeless), pages.Select(Timeless));
    }

    [Theory, InlineData("asc"), InlineData("desc")]
    public async Task Rows_that_come_between_pages_repeat_nothing_and_lose_nothing(string order)
    {
        await using var api = await RunningApi.StartAsync(servers);
        var (ownership, position) = await api.Database.OwnAsync();
        var first = Next(ownership, position, Sensors());
        await api.Database.Writer.WriteAsync(first, Token);
        var before = (await PagesAsync(api, $"/api/v1/readings?{Range}&order={order}&limit=1000", _ => 1000)).ConvertAll(Key);
        position = first.Next;
        var random = new Random(7);
        var round = 0;

        var seen = new List<string>();
        for (var next = $"/api/v1/readings?{Range}&order={order}&limit=7"; next is not null;)
        {
            var page = await api.GetAsync(next);
            seen.AddRange(page.GetProperty("readings").EnumerateArray().Select(Key));
            next = page.GetProperty("next").GetString();
            round++;
            // Between all others, before and behind the page.
            var batch = Next(ownership, position, [.. Enumerable.Range(0, 3).Select(i => Reading((random.NextDouble() * 3500) + (round * 1e-6), i, i == 0 ? "a-sensor" : "kitchen-temperature"))]);
            await api.Database.Writer.WriteAsync(batch, Token);
            position = batch.Next;
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(before.Except(seen));
        Assert.True(seen.Count > before.Count, "nothing came between");
    }

    [Fact]
    public async Task A_cursor_that_is_broken_or_belongs_to_another_question_is_refused()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Sensors());
        var next = (await api.GetAsync($"/api/v1/readings?{Range}&limit=5")).GetProperty("next").GetString()!;
        var cursor = next[(next.IndexOf("cursor=", StringComparison.Ordinal) + 7)..];

        // Another length and another format of pages are the same question.
        await api.GetAsync($"/api/v1/readings?{Range}&limit=9&cursor={cursor}");
        foreach (var other in new[]
        {
            $"readings?{Range}&order=desc", "readings?from=2026-11-23T12:00:00Z&to=2026-11-23T12:30:00Z", $"readings?{Range}&minValue=3", $"readings?{Range}&sensorId=kitchen-temperature",
            $"aggregates?{Range}", $"aggregates?{Range}&shape=wide", $"quality?{Range}", "sensors?limit=1", "readings/latest?limit=1", "catalogue?limit=1",
        })
        {
            var problem = await api.GetAsync($"/api/v1/{other}&cursor={cursor}", HttpStatusCode.BadRequest);
            Assert.Equal("cursor", Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("name").GetString());
        }

        foreach (var broken in new[] { cursor[1..], cursor[..^1], $"{cursor}x", cursor.Replace('.', '!'), ".", "a.b", new string('A', 5000), "%00" })
            await api.GetAsync($"/api/v1/readings?{Range}&cursor={broken}", HttpStatusCode.BadRequest);
    }

    private static IngestReading[] Sensors() =>
    [
        .. Enumerable.Range(0, Known).Select(i => Reading(i * 29.7, i % 30)),
        .. Enumerable.Range(0, 40).Select(i => Reading(i * 80, i, "z-sensor")),
        .. Enumerable.Range(0, 40).Select(i => Reading(i * 75, i, "a-sensor")),
    ];

    private static string Joint(string question) => question.Contains('?', StringComparison.Ordinal) ? "&" : "?";

    private static string Key(JsonElement row) => $"{row.GetProperty("sensorId")} {row.GetProperty("measuredAt")}";

    private static string Timeless(JsonElement row) => string.Join(' ', row.EnumerateObject().Where(property => property.Name != "freshnessSeconds").Select(property => $"{property}"));

    // Follows next, with a length of its own for each page.
    private static async Task<List<JsonElement>> PagesAsync(RunningApi api, string first, Func<int, int> limit)
    {
        var rows = new List<JsonElement>();
        var next = first;
        for (var page = 0; next is not null; page++)
        {
            var answer = await api.GetAsync(System.Text.RegularExpressions.Regex.Replace(next, "limit=[0-9]+", $"limit={limit(page)}"));
            rows.AddRange(answer.EnumerateObject().Last(property => property.Value.ValueKind == JsonValueKind.Array).Value.EnumerateArray());
            next = answer.GetProperty("next").GetString();
            Assert.True(page < 1000, "pages without end");
        }

        return rows;
    }
}
