using System.Net;
using System.Text.Json;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api.Hosting;

public sealed class ProblemsTests(MySqlServers servers)
{
    // What isn't there is the framework's to say, as is a database without tables.
    [Theory]
    [InlineData("/api/v1/nothing", true, HttpStatusCode.NotFound)]
    [InlineData("/api/v1/sensors", false, HttpStatusCode.ServiceUnavailable)]
    public async Task A_caller_who_accepts_no_json_is_told_what_is_wrong_all_the_same(string path, bool migrated, HttpStatusCode status)
    {
        await using var api = await RunningApi.StartAsync(servers, migrate: migrated, settings: [("environment", "Development")]);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/csv");

        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var problem = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(((int)status, path), (problem.GetProperty("status").GetInt32(), problem.GetProperty("instance").GetString()));
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("title").GetString()));
        Assert.True(problem.TryGetProperty("traceId", out _));
    }
}
