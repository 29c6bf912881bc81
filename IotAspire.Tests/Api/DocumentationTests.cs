using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using IotAspire.Tests.Storage;
using IotAspire.Tests.Support;

namespace IotAspire.Tests.Api;

public sealed partial class DocumentationTests(MySqlServers servers)
{
    /// <summary>The schemas of rows, by the names that <c>catalogue/fields</c> has for tables.</summary>
    private static readonly Dictionary<string, string> RowsOf = new()
    {
        ["sensors"] = "Sensor",
        ["catalogue"] = "CatalogueEntry",
        ["readings"] = "Reading",
        ["readings/latest"] = "LatestReading",
        ["aggregates"] = "Aggregate",
        ["quality"] = "Quality",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_describes_queries_as_parameters_and_numbers_as_numbers()
    {
        await using var api = await RunningApi.StartAsync(servers);
        var document = await api.GetAsync("/openapi/v1.json");

        var paths = document.GetProperty("paths");
        Assert.Equal(
            [
                "/api/v1/aggregates", "/api/v1/catalogue", "/api/v1/catalogue/fields", "/api/v1/live", "/api/v1/pipeline", "/api/v1/pipeline/deadLetters",
                "/api/v1/pipeline/deadLetters/{id}/body", "/api/v1/quality", "/api/v1/readings", "/api/v1/readings/latest", "/api/v1/sensors",
                "/api/v1/sensors/{sensorId}",
            ],
            paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        foreach (var operation in paths.EnumerateObject().Select(path => path.Value.GetProperty("get")))
        {
            Assert.False(operation.TryGetProperty("requestBody", out _));
            Assert.Superset(new HashSet<string> { "200", "400", "401", "403", "429", "503", "504" }, operation.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).ToHashSet());
        }

        Assert.True(paths.GetProperty("/api/v1/readings").GetProperty("get").GetProperty("responses").TryGetProperty("404", out _));
        var parameters = ParametersOf(document, paths.GetProperty("/api/v1/aggregates").GetProperty("get"));
        Assert.Equal(
            [
                "bbox", "bucket", "cursor", "decimal", "edges", "excel", "fill", "format", "from", "functions", "groupBy", "limit", "maxPoints", "near", "outOfRange", "sensorId", "shape", "text",
                "timeZone", "to", "type", "unit", "within",
            ],
            parameters.Select(parameter => parameter.GetProperty("name").GetString()!).Order());
        Assert.All(parameters, parameter => Assert.Equal("query", parameter.GetProperty("in").GetString()), throwIfEmpty: true);
        Assert.All(parameters, parameter => Assert.NotEmpty(parameter.GetProperty("description").GetString()!), throwIfEmpty: true);
        var inRoute = Assert.Single(paths.GetProperty("/api/v1/sensors/{sensorId}").GetProperty("get").GetProperty("parameters").EnumerateArray());
        Assert.Equal(("sensorId", "path", true), (inRoute.GetProperty("name").GetString(), inRoute.GetProperty("in").GetString(), inRoute.GetProperty("required").GetBoolean()));
        Assert.DoesNotContain("\"integer\",\"string\"", document.GetRawText().Replace(" ", "").Replace("\n", ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_answered_has_names_for_generated_clients()
    {
        await using var api = await RunningApi.StartAsync(servers);
        var document = await api.GetAsync("/openapi/v1.json");

        Assert.Equal(
            [
                "Aggregate", "AggregatePage", "AggregatesBucket", "AggregatesFill", "AggregatesGroupBy", "AggregatesOutOfRange", "AggregatesShape", "CatalogueEntry", "CatalogueEntryPage",
                "DeadLetter", "DeadLetterPage", "DeadLettersReason", "Decimal", "Edges", "Field", "FieldList", "FieldsDecimal", "FieldsFormat", "Format", "LatestReading", "LatestReadingPage", "Partition", "Pipeline", "Problem",
                "ProblemError", "Quality", "QualityBucket", "QualityPage", "Reading", "ReadingPage", "ReadingsOrder", "Sensor", "SensorPage",
            ],
            document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => schema.Name).Order(StringComparer.Ordinal));
        foreach (var operation in document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(operation => operation.Value))
        {
            foreach (var answer in operation.GetProperty("responses").EnumerateObject().Where(answer => answer.Name != "204"))
            {
                foreach (var media in Resolve(document, answer.Value).GetProperty("content").EnumerateObject())
                {
                    var schema = media.Value.GetProperty("schema");
                    if (media.Name is "application/json" or "application/problem+json")
                        Assert.Equal("$ref", Assert.Single(schema.EnumerateObject()).Name);
                    else
                        Assert.Equal("string", schema.GetProperty("type").GetString());
                }
            }
        }
    }

    [Fact]
    public async Task Every_column_is_declared_and_just_what_is_always_there_is_required()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Batches.Reading(10, 20));
        var schemas = (await api.GetAsync("/openapi/v1.json")).GetProperty("components").GetProperty("schemas");

        foreach (var table in (await api.GetAsync("/api/v1/catalogue/fields")).GetProperty("fields").EnumerateArray().GroupBy(field => field.GetProperty("table").GetString()!))
        {
            var row = schemas.GetProperty(RowsOf[table.Key]);
            Assert.Empty(table.Select(field => field.GetProperty("field").GetString()!).Except(row.GetProperty("properties").EnumerateObject().Select(property => property.Name)));
            if (table.Key != "aggregates")
                Assert.Equal(table.Select(field => field.GetProperty("field").GetString()!), row.GetProperty("required").EnumerateArray().Select(name => name.GetString()!));
        }

        var aggregate = schemas.GetProperty("Aggregate");
        Assert.Equal(["bucketEnd", "bucketStart", "complete", "coverage"], aggregate.GetProperty("required").EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal));
        foreach (var (question, others) in new[] { ("groupBy=sensor", ""), ("fill=previous", ""), ("groupBy=type", ""), ("groupBy=place", ""), ("functions=avg,p50", "p50"), ("shape=wide&functions=avg", "kitchen-temperature") })
        {
            var rows = await api.GetAsync($"/api/v1/aggregates?from=2026-11-23T12:00:00Z&to=2026-11-23T13:00:00Z&{question}");
            var names = rows.GetProperty("aggregates")[0].EnumerateObject().Select(column => column.Name);
            Assert.Equal(others, string.Join(' ', names.Except(aggregate.GetProperty("properties").EnumerateObject().Select(property => property.Name))));
        }
    }

    [Fact]
    public async Task Every_example_is_answered_as_it_stands()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Batches.Reading(10, 20));
        // The first letter ever has the id 1, which is that of the example.
        await api.Database.ExecuteAsync("INSERT INTO dead_letters VALUES (NULL, 'h', 'g', '0', 1, 0, 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(6), 'undecodable', '', 'x', DEFAULT)");
        var document = await api.GetAsync("/openapi/v1.json");

        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(path => path.Value.TryGetProperty("get", out _)))
        {
            var address = path.Name;
            var query = new List<string>();
            foreach (var parameter in ParametersOf(document, path.Value.GetProperty("get")))
            {
                var name = parameter.GetProperty("name").GetString()!;
                if (!parameter.TryGetProperty("example", out var example))
                    Assert.Equal("query", parameter.GetProperty("in").GetString());
                else if (parameter.GetProperty("in").GetString() == "path")
                    address = address.Replace($"{{{name}}}", Uri.EscapeDataString(example.ToString()), StringComparison.Ordinal);
                else
                    query.Add($"{name}={Uri.EscapeDataString(example.ValueKind == JsonValueKind.String ? example.GetString()! : example.GetRawText())}");
            }

            using var response = await api.Client.GetAsync($"{address}?{string.Join('&', query)}", HttpCompletionOption.ResponseHeadersRead, Token);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.RequestMessage!.RequestUri}: {response.StatusCode}");
        }
    }

    [Fact]
    public async Task Each_media_type_is_text_or_binary_as_the_document_says()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Batches.Reading(10, 20));
        var document = await api.GetAsync("/openapi/v1.json");
        var contents = document.GetProperty("paths").GetProperty("/api/v1/readings/latest").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content");

        foreach (var media in contents.EnumerateObject().Where(media => media.Name != "application/json"))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/readings/latest");
            request.Headers.Accept.ParseAdd(media.Name);
            using var response = await api.Client.SendAsync(request, Token);
            var body = await response.Content.ReadAsByteArrayAsync(Token);
            Assert.Equal(media.Value.GetProperty("schema").TryGetProperty("format", out _) ? "binary" : "text", Utf8.IsValid(body) ? "text" : "binary");
        }
    }

    [Theory]
    [InlineData("Development", "ExceptLocalDevelopment", false)]
    [InlineData("Development", "Always", true)]
    [InlineData("Production", "ExceptLocalDevelopment", true)]
    [InlineData("Production", "Never", false)]
    public async Task Who_needs_no_key_is_told_of_none(string environment, string rule, bool isNeeded)
    {
        await using var api = await RunningApi.StartAsync(servers, settings: [("environment", environment), ("Keys:Required", rule)]);
        using var client = api.CreateClient();

        var document = JsonSerializer.Deserialize<JsonElement>(await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Token));

        var ways = document.GetProperty("security").EnumerateArray().SelectMany(way => way.EnumerateObject()).Select(way => way.Name);
        Assert.Equal(isNeeded ? ["header", "bearer", "query"] : [], ways);
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
        Assert.DoesNotMatch(@"https?://(?!localhost|127\.0\.0\.1)", document);
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
        await RunningApi.AddKeyAsync(api.Database);
        await api.GetAsync("/api/v1/sensors");
    }

    private static List<JsonElement> ParametersOf(JsonElement document, JsonElement operation) => operation.TryGetProperty("parameters", out var parameters)
        ? [.. parameters.EnumerateArray().Select(parameter => Resolve(document, parameter))]
        : [];

    private static JsonElement Resolve(JsonElement document, JsonElement described) => described.TryGetProperty("$ref", out var reference)
        ? reference.GetString()!.Split('/').Skip(1).Aggregate(document, (parent, name) => parent.GetProperty(name))
        : described;

    [GeneratedRegex("<script[^>]*src=\"([^\"]+)\"")]
    private static partial Regex Script();
}
