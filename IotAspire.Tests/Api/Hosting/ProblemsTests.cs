using System.Net;
using System.Text.Json;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api.Hosting;

public sealed class ProblemsTests(MySqlServers servers, EmptyApi empty) : IClassFixture<EmptyApi>
{
    /// <summary>Each way in which a parameter turns out to be wrong.</summary>
    public static TheoryData<string, string, HttpStatusCode> WrongParameters => new()
    {
        { "readings?limit=0", "limit", HttpStatusCode.BadRequest },
        { "readings?limit=few", "limit", HttpStatusCode.BadRequest },
        { "readings?from=now&to=-1h&order=up", "to order", HttpStatusCode.BadRequest },
        { "readings?from=2999-01-01", "from", HttpStatusCode.BadRequest },
        { "readings?sensor=attic", "sensor", HttpStatusCode.BadRequest },
        { "readings?sensorId=attic", "sensorId", HttpStatusCode.NotFound },
        { "aggregates?maxPoints=500", "maxPoints", HttpStatusCode.BadRequest },
        { "live?sensorId=attic", "sensorId", HttpStatusCode.NotFound },
        { "live?lastEventId=1", "lastEventId", HttpStatusCode.BadRequest },
        { "sensors/attic", "sensorId", HttpStatusCode.NotFound },
        { "pipeline/deadLetters/7/body", "id", HttpStatusCode.NotFound },
        { "pipeline/deadLetters/first/body", "id", HttpStatusCode.BadRequest },
    };

    [Theory, MemberData(nameof(WrongParameters))]
    public async Task The_detail_names_every_wrong_parameter_and_what_is_allowed(string question, string names, HttpStatusCode status)
    {
        var api = empty.Api;

        Judge(await api.GetAsync($"/api/v1/{question}", status), names);
    }

    [Theory]
    [InlineData("sensors", "Accept", "image/png", HttpStatusCode.NotAcceptable)]
    [InlineData("live", "Last-Event-ID", "1", HttpStatusCode.BadRequest)]
    public async Task The_detail_names_a_wrong_header(string question, string name, string value, HttpStatusCode status)
    {
        var api = empty.Api;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/{question}");
        request.Headers.Add(name, value);

        using var response = await api.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
        Judge(JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), name);
    }

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

    [Fact]
    public async Task A_method_that_an_address_does_not_take_is_a_problem_too()
    {
        var api = empty.Api;

        using var response = await api.Client.PostAsync("/api/v1/sensors", null, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains("GET", response.Content.Headers.Allow);
        Assert.Contains("Allow", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static void Judge(JsonElement problem, string names)
    {
        var errors = problem.GetProperty("errors").EnumerateArray().Select(error => (Name: error.GetProperty("name").GetString()!, Reason: error.GetProperty("reason").GetString()!)).ToList();
        Assert.Equal(names, string.Join(' ', errors.Select(error => error.Name)));
        Assert.Equal(string.Join(' ', errors.Select(error => $"{error.Name}: {error.Reason}")), problem.GetProperty("detail").GetString());
        Assert.StartsWith("00-", problem.GetProperty("traceId").GetString(), StringComparison.Ordinal);
    }
}
