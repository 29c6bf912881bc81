using System.Net;
using System.Text.Json;
using IotAspire.LocalMySql;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api.Pipeline;

public sealed class DeadLettersTests(MySqlServers servers)
{
    private const string DeadLetters = "/api/v1/pipeline/deadLetters";

    public static TheoryData<MySqlFlavor> Flavors => MySqlServers.Flavors;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Flavors))]
    public async Task Paging_gives_each_one_once_whatever_comes_meanwhile(MySqlFlavor flavor)
    {
        await using var api = await RunningApi.StartAsync(servers, flavor);
        for (var i = 0; i < 20; i++)
            await AddAsync(api, i, i % 2 == 0 ? "undecodable" : "too-old");

        foreach (var filter in new[] { "", "&reason=too-old&partitionId=0" })
        {
            var expected = await IdsAsync(api, filter.Length > 0);
            var seen = new List<ulong>();
            string? next = $"{DeadLetters}?limit=3{filter}";
            for (var pages = 0; next is not null; pages++)
            {
                Assert.True(pages < 20, "more pages than rows need");
                using var response = await api.Client.GetAsync(next, Token);
                var answer = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Token));
                seen.AddRange(answer.GetProperty("deadLetters").EnumerateArray().Select(letter => letter.GetProperty("id").GetUInt64()));
                next = answer.GetProperty("next").GetString();
                Assert.Equal(next is null ? null : $"<{next}>; rel=\"next\"", response.Headers.TryGetValues("Link", out var link) ? link.Single() : null);
                await AddAsync(api, 100 + seen.Count + (filter.Length > 0 ? 100 : 0), "too-old");
            }

            Assert.Equal(expected.OrderDescending(), seen);
        }
    }

    [Fact]
    public async Task A_letter_shows_what_is_wrong_and_its_bytes_can_be_had()
    {
        await using var api = await RunningApi.StartAsync(servers);
        byte[] body = [.. "{\"value\":\"ä"u8, 0, 0xFF, .. new byte[5000].Select(_ => (byte)'x')];
        await AddAsync(api, 4, "undecodable", Convert.ToHexString(body));

        var letter = (await api.GetAsync($"{DeadLetters}?reason=undecodable")).GetProperty("deadLetters").EnumerateArray().Single();
        Assert.Equal((4, "no reading", body.Length), (letter.GetProperty("sequenceNumber").GetInt32(), letter.GetProperty("detail").GetString(), letter.GetProperty("bodyBytes").GetInt32()));
        Assert.StartsWith("{\"value\":\"ä\uFFFD\uFFFDxxx", letter.GetProperty("bodyPreview").GetString(), StringComparison.Ordinal);

        using var bytes = await api.Client.GetAsync($"{DeadLetters}/{letter.GetProperty("id").GetUInt64()}/body", Token);
        Assert.Equal(body, await bytes.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(("application/octet-stream", "attachment"), (bytes.Content.Headers.ContentType?.MediaType, bytes.Content.Headers.ContentDisposition?.DispositionType));
        await api.GetAsync($"{DeadLetters}/99999/body", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("cursor=x!", "cursor")]
    [InlineData("cursor=MTIz_w", "cursor")]
    [InlineData("limit=1001", "limit")]
    [InlineData("reason=boredom", "reason")]
    [InlineData("partitionId=01234567890123456", "partitionId")]
    public async Task A_wrong_parameter_is_named(string query, string name)
    {
        await using var api = await RunningApi.StartAsync(servers);

        var problem = await api.GetAsync($"{DeadLetters}?{query}", HttpStatusCode.BadRequest);

        Assert.Equal(name, Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("name").GetString());
    }

    private static async Task<List<ulong>> IdsAsync(RunningApi api, bool isFiltered)
    {
        var text = (string)(await api.Database.ScalarAsync($"SELECT GROUP_CONCAT(`id`) FROM `dead_letters` WHERE {(isFiltered ? "`reason` = 'too-old'" : "TRUE")}"))!;
        return [.. text.Split(',').Select(ulong.Parse)];
    }

    private static Task AddAsync(RunningApi api, int sequenceNumber, string reason, string bodyInHex = "3F") => api.Database.ExecuteAsync(
        $"INSERT INTO `dead_letters` VALUES (NULL, 'telemetry', 'aggregator', '0', 1, {sequenceNumber}, 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(6), '{reason}', 'no reading', X'{bodyInHex}', DEFAULT)");
}
