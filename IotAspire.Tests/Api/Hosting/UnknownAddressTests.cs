using System.Net;
using System.Text.Json;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api.Hosting;

public sealed class UnknownAddressTests(EmptyApi empty) : IClassFixture<EmptyApi>
{
    [Theory]
    [InlineData("/api/v1/reading", "/api/v1/readings")]
    [InlineData("/api/v1/Raedings/latst", "/api/v1/readings/latest")]
    [InlineData("/api/v1/sensor/kitchen-temperature", "/api/v1/sensors/kitchen-temperature")]
    [InlineData("/api/v1/aggregate?bucket=1h", "/api/v1/aggregates")]
    [InlineData("/api/v1/pipeline/dead-letters", "/api/v1/pipeline/deadLetters")]
    [InlineData("/api/v1/pipeline/deadletter/7/body", "/api/v1/pipeline/deadLetters/7/body")]
    [InlineData("/api/readings", "/api/v1/readings")]
    [InlineData("/api/v2/readings", "/api/v1/readings")]
    [InlineData("/readings", "/api/v1/readings")]
    [InlineData("/openapi.json", "/openapi/v1.json")]
    [InlineData("/swagger", "/")]
    [InlineData("/explor", "/explore")]
    [InlineData("/helth", "/health")]
    public async Task An_address_that_is_misspelt_names_the_near_one_to_anybody(string asked, string near)
    {
        var api = empty.Api;
        using var anybody = api.CreateClient();

        var problem = await ReadAsync(anybody, HttpMethod.Get, asked, HttpStatusCode.NotFound);

        Assert.Equal($"There is nothing at this address; /openapi/v1.json lists what there is. Did you mean \"{near}\"?", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v1")]
    [InlineData("/a/b/c/d/e/f/g/h/i/j/k")]
    [InlineData("/explore/no-such-file.js")]
    public async Task Where_nothing_is_near_nothing_is_named(string asked)
    {
        var api = empty.Api;

        var problem = await ReadAsync(api.Client, HttpMethod.Get, asked, HttpStatusCode.NotFound);

        Assert.Equal("There is nothing at this address; /openapi/v1.json lists what there is.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Who_posts_readings_is_told_how_they_are_sent()
    {
        var api = empty.Api;

        var problem = await ReadAsync(api.Client, HttpMethod.Post, "/api/v1/readings", HttpStatusCode.MethodNotAllowed);

        Assert.Equal(
            "This address takes GET, HEAD: the API reads data. Readings are sent to the event hub; docs/architecture.md says in what form, under \"The event\".",
            problem.GetProperty("detail").GetString());
        Assert.Contains("## The event", await File.ReadAllTextAsync(Repository.PathOf("docs", "architecture.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DELETE", "/api/v1/readings", "GET, HEAD")]
    [InlineData("PUT", "/api/v1/sensors", "GET, HEAD")]
    [InlineData("PATCH", "/api/v1/sensors/kitchen-temperature", "DELETE, GET, HEAD")]
    [InlineData("POST", "/api/v1/aggregates", "GET, HEAD")]
    public async Task Another_method_is_told_which_there_are(string method, string path, string allowed)
    {
        var api = empty.Api;

        var problem = await ReadAsync(api.Client, new(method), path, HttpStatusCode.MethodNotAllowed);

        Assert.Equal($"This address takes {allowed}: the API reads data.", problem.GetProperty("detail").GetString());
    }

    private static async Task<JsonElement> ReadAsync(HttpClient client, HttpMethod method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        if (status == HttpStatusCode.MethodNotAllowed)
            Assert.Contains($"takes {string.Join(", ", response.Content.Headers.Allow.Order())}:", body, StringComparison.Ordinal);
        return JsonSerializer.Deserialize<JsonElement>(body);
    }
}
