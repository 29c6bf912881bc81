using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api;

public sealed partial class DocumentationTests(MySqlServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_describes_queries_as_parameters_and_numbers_as_numbers()
    {
        await using var api = await RunningApi.StartAsync(servers);
        var document = await api.GetAsync("/openapi/v1.json");

        var paths = document.GetProperty("paths");
        Assert.Equal(
            [
                "/api/v1/aggregates", "/api/v1/catalogue", "/api/v1/catalogue/fields", "/api/v1/quality", "/api/v1/readings", "/api/v1/readings/latest",
                "/api/v1/sensors", "/api/v1/sensors/{sensorId}",
            ],
            paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        foreach (var operation in paths.EnumerateObject().Select(path => path.Value.GetProperty("get")))
        {
            Assert.False(operation.TryGetProperty("requestBody", out _));
            Assert.Superset(new HashSet<string> { "200", "400", "503" }, operation.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).ToHashSet());
        }

        Assert.True(paths.GetProperty("/api/v1/readings").GetProperty("get").GetProperty("responses").TryGetProperty("404", out _));
        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => schema.Name).ToList();
        Assert.Contains("ReadingsListResponse", schemas);
        Assert.DoesNotContain("Request", schemas);

        var parameters = paths.GetProperty("/api/v1/aggregates").GetProperty("get").GetProperty("parameters").EnumerateArray().ToList();
        Assert.Equal(
            [
                "bbox", "bucket", "cursor", "fill", "format", "from", "functions", "groupBy", "limit", "maxPoints", "near", "sensorId", "shape", "text",
                "timeZone", "to", "type", "unit", "within",
            ],
            parameters.Select(parameter => parameter.GetProperty("name").GetString()!).Order());
        Assert.All(parameters, parameter => Assert.Equal("query", parameter.GetProperty("in").GetString()));
        Assert.All(parameters, parameter => Assert.NotEmpty(parameter.GetProperty("description").GetString()!));
        var inRoute = Assert.Single(paths.GetProperty("/api/v1/sensors/{sensorId}").GetProperty("get").GetProperty("parameters").EnumerateArray());
        Assert.Equal(("sensorId", "path", true), (inRoute.GetProperty("name").GetString(), inRoute.GetProperty("in").GetString(), inRoute.GetProperty("required").GetBoolean()));
        Assert.DoesNotContain("\"integer\",\"string\"", document.GetRawText().Replace(" ", "").Replace("\n", ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_works_without_any_other_host()
    {
        await using var api = await RunningApi.StartAsync(servers);
        using var response = await api.Client.GetAsync("/", Token);
        var page = await response.Content.ReadAsStringAsync(Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        var document = JsonSerializer.Serialize(await api.GetAsync("/openapi/v1.json"));
        Assert.DoesNotMatch(@"https?://(?!localhost)", document);
        var scripts = Script().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            var source = await api.Client.GetStringAsync(new Uri(api.Client.BaseAddress!, script), Token);
            Assert.NotEmpty(source);
        }
    }

    [Fact]
    public async Task Without_the_schema_it_is_unhealthy_and_questions_get_503()
    {
        await using var api = await RunningApi.StartAsync(servers, migrate: false);

        using var health = await api.Client.GetAsync("/health", Token);
        using var alive = await api.Client.GetAsync("/alive", Token);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (health.StatusCode, alive.StatusCode));
        Assert.Contains("schema", await health.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await api.GetAsync("/api/v1/sensors", HttpStatusCode.ServiceUnavailable);
        await api.Database.Migrator.MigrateAsync(Token);
        await api.GetAsync("/api/v1/sensors");
    }

    [GeneratedRegex("<script[^>]*src=\"([^\"]+)\"")]
    private static partial Regex Script();
}
