using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using IotAspire.Tests.Support;
using Microsoft.OpenApi;
using static IotAspire.Tests.Storage.Batches;

namespace IotAspire.Tests.Api;

/// <summary>Every operation of the document is called, and answers as the document says.</summary>
public sealed partial class OperationsTests(MySqlServers servers)
{
    private const string Range = "from=2026-11-23T12:00:00Z&to=2026-11-23T13:00:00Z";

    /// <summary>A call of each operation whose answer has rows.</summary>
    private static readonly Dictionary<string, string> Calls = new()
    {
        ["/api/v1/sensors"] = "/api/v1/sensors",
        ["/api/v1/sensors/{sensorId}"] = "/api/v1/sensors/kitchen-temperature",
        ["/api/v1/readings"] = $"/api/v1/readings?{Range}",
        ["/api/v1/readings/latest"] = "/api/v1/readings/latest",
        ["/api/v1/aggregates"] = $"/api/v1/aggregates?{Range}",
        ["/api/v1/catalogue"] = "/api/v1/catalogue",
        ["/api/v1/catalogue/fields"] = "/api/v1/catalogue/fields",
        ["/api/v1/quality"] = $"/api/v1/quality?{Range}",
        ["/api/v1/pipeline"] = "/api/v1/pipeline",
        ["/api/v1/pipeline/deadLetters"] = "/api/v1/pipeline/deadLetters",
    };

    /// <summary>A call of each operation whose answer isn't JSON, with its content type.</summary>
    private static readonly Dictionary<string, (string Call, string ContentType)> OtherCalls = new()
    {
        ["/api/v1/live"] = ("/api/v1/live", "text/event-stream"),
        ["/api/v1/pipeline/deadLetters/{id}/body"] = ("/api/v1/pipeline/deadLetters/7/body", "application/octet-stream"),
    };

    private const string DeadLetter = "INSERT INTO dead_letters VALUES (7, 'h', 'g', '0', 1, 0, 0, UTC_TIMESTAMP(3), UTC_TIMESTAMP(6), 'undecodable', '', 'x', DEFAULT)";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_is_valid()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await using var text = await api.Client.GetStreamAsync("/openapi/v1.json", Token);

        var result = OpenApiDocument.Load(await CopyAsync(text), "json");

        Assert.Empty(result.Diagnostic!.Errors.Select(error => error.ToString()));
        Assert.Empty(result.Diagnostic.Warnings.Select(warning => warning.ToString()));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, result.Diagnostic.SpecificationVersion);
    }

    [Fact]
    public async Task Every_operation_has_a_call_that_answers_with_rows()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Reading(10, 20));
        await api.Database.ExecuteAsync(DeadLetter);
        var document = await api.GetAsync("/openapi/v1.json");

        foreach (var (path, operation) in document.GetProperty("paths").EnumerateObject().Select(path => (path.Name, path.Value.GetProperty("get"))))
        {
            if (OtherCalls.TryGetValue(path, out var other))
            {
                using var response = await api.Client.GetAsync(new Uri(other.Call, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
                Assert.Equal((HttpStatusCode.OK, other.ContentType), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
                Assert.True(operation.GetProperty("responses").GetProperty("200").GetProperty("content").TryGetProperty(other.ContentType, out _), path);
                continue;
            }

            Assert.True(Calls.TryGetValue(path, out var call), $"{path} is in the document and no test calls it");
            var answer = await api.GetAsync(call);
            Assert.All(answer.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Array), rows => Assert.True(rows.Value.GetArrayLength() > 0, $"{path} has no {rows.Name}"));
        }

        foreach (var path in Calls.Keys.Concat(OtherCalls.Keys))
            Assert.True(document.GetProperty("paths").TryGetProperty(path, out _), $"{path} is called and not in the document");
    }

    [Fact]
    public async Task Every_request_of_the_collection_is_answered()
    {
        await using var api = await RunningApi.StartAsync(servers);
        await api.StoreAsync(Reading(10, 20));
        var requests = Request().Matches(await File.ReadAllTextAsync(Repository.PathOf("docs", "analyst.http"), Token)).Select(match => match.Groups[1].Value.Trim()).ToList();

        foreach (var request in requests)
        {
            using var response = await api.Client.GetAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
            // A live answer has no end.
            var said = response.StatusCode == HttpStatusCode.OK ? "" : await response.Content.ReadAsStringAsync(Token);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{request}: {(int)response.StatusCode} {said}");
        }

        var paths = requests.ConvertAll(request => request.Split('?')[0]);
        Assert.Empty(Calls.Values.Select(call => call.Split('?')[0]).Except(paths));
    }

    private static async Task<MemoryStream> CopyAsync(Stream stream)
    {
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Token);
        copy.Position = 0;
        return copy;
    }

    [GeneratedRegex(@"^GET \{\{host\}\}(\S+)", RegexOptions.Multiline)]
    private static partial Regex Request();
}
