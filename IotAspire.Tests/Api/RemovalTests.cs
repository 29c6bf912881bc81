using System.Net;
using System.Text.Json;
using IotAspire.Tests.Support;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Api;

/// <summary>Removing a sensor: what is answered, and who may.</summary>
public sealed class RemovalTests(MySqlServers servers)
{
    private const string Shed = "/api/v1/sensors/shed-temperature";
    private const string StoreShed = "INSERT INTO `sensors` (`sensor_id`, `unit`, `origin`) VALUES ('shed-temperature', '°C', 'reading')";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sensor_without_readings_is_gone_at_once()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.Database.ExecuteAsync(StoreShed);
        await api.GetAsync(Shed);

        var (status, body) = await DeleteAsync(api.Client, Shed);

        Assert.Equal((HttpStatusCode.NoContent, ""), (status, body));
        await api.GetAsync(Shed, HttpStatusCode.NotFound);
        Assert.Empty((await api.GetAsync("/api/v1/sensors")).GetProperty("sensors").EnumerateArray());
        (status, body) = await DeleteAsync(api.Client, Shed);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("There is no sensor \\\"shed-temperature\\\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_with_readings_stays_and_the_answer_says_how_many_it_has()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync([.. Enumerable.Range(0, 1234).Select(second => Reading(second, 20, "shed-temperature"))]);

        var (status, body) = await DeleteAsync(api.Client, Shed);

        Assert.Equal(HttpStatusCode.Conflict, status);
        var problem = JsonSerializer.Deserialize<JsonElement>(body);
        Assert.Equal("The sensor \"shed-temperature\" has 1,234 readings. Only a sensor without readings can be removed.", problem.GetProperty("detail").GetString());
        Assert.Equal((409, "Conflict", "about:blank"), (problem.GetProperty("status").GetInt32(), problem.GetProperty("title").GetString(), problem.GetProperty("type").GetString()));
        await api.GetAsync(Shed);
    }

    [Fact]
    public async Task It_takes_a_key_where_a_question_takes_one()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.Database.ExecuteAsync(StoreShed);
        using var stranger = api.CreateClient();

        Assert.Equal(HttpStatusCode.Unauthorized, (await DeleteAsync(stranger, Shed)).Status);
        await api.GetAsync(Shed);
        Assert.Equal(HttpStatusCode.BadRequest, (await DeleteAsync(api.Client, $"{Shed}?force=true")).Status);
        await api.GetAsync(Shed);
    }

    [Fact]
    public async Task In_development_the_machine_itself_needs_none_but_nobody_who_comes_through_something_else()
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("environment", "Development")]);
        await api.Database.ExecuteAsync(StoreShed);
        using var local = api.CreateClient();

        Assert.Equal(HttpStatusCode.Unauthorized, (await DeleteAsync(local, Shed, ("X-Forwarded-For", "192.0.2.1"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await DeleteAsync(local, Shed, ("Host", "attacker.example"))).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync(local, Shed)).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*")]
    [InlineData("https://dashboards.example")]
    public async Task No_page_of_another_site_may_remove_anything(string? allowed)
    {
        (string, string)[] settings = allowed is null ? [("environment", "Development")] : [("environment", "Development"), ("Cors:Origins:0", allowed)];
        await using var api = await RunningApi.StartAsync(servers, settings: settings);
        using var local = api.CreateClient();
        // A browser asks before it sends a DELETE for another site's page, and heeds the answer.
        using var request = new HttpRequestMessage(HttpMethod.Options, Shed);
        request.Headers.Add("Origin", "https://dashboards.example");
        request.Headers.Add("Access-Control-Request-Method", "DELETE");

        using var answer = await local.SendAsync(request, Token);

        Assert.Equal(allowed is not null, answer.Headers.Contains("Access-Control-Allow-Origin"));
        var methods = answer.Headers.TryGetValues("Access-Control-Allow-Methods", out var given) ? string.Join(',', given) : "";
        Assert.DoesNotContain("DELETE", methods, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("*", methods, StringComparison.Ordinal);
        // Nor does the method of a request that a browser sends without asking stand for another.
        using var post = new HttpRequestMessage(HttpMethod.Post, Shed) { Content = new FormUrlEncodedContent([new("_method", "DELETE")]) };
        post.Headers.Add("X-HTTP-Method-Override", "DELETE");
        using var refused = await local.SendAsync(post, Token);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
    }

    [Fact]
    public async Task The_document_describes_it()
    {
        await using var api = await RunningApi.StartAsync(servers);

        var operation = (await api.GetAsync("/openapi/v1.json")).GetProperty("paths").GetProperty("/api/v1/sensors/{sensorId}").GetProperty("delete");

        Assert.False(operation.TryGetProperty("requestBody", out _));
        var parameter = Assert.Single(operation.GetProperty("parameters").EnumerateArray());
        Assert.Equal(("sensorId", "path", true), (parameter.GetProperty("name").GetString(), parameter.GetProperty("in").GetString(), parameter.GetProperty("required").GetBoolean()));
        var responses = operation.GetProperty("responses");
        Assert.Equal(["204", "400", "401", "403", "404", "409", "429", "500", "503", "504"], responses.EnumerateObject().Select(answer => answer.Name).Order(StringComparer.Ordinal));
        Assert.False(responses.GetProperty("204").TryGetProperty("content", out _));
        Assert.Equal("#/components/responses/Conflict", responses.GetProperty("409").GetProperty("$ref").GetString());
        Assert.Contains("when an Aggregator starts", operation.GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Body)> DeleteAsync(HttpClient client, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }
}
