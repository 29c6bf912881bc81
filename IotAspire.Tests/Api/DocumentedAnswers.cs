using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace IotAspire.Tests.Api;

/// <summary>
/// Holds every answer that a test gets against the OpenAPI document: its status and content type must stand there for the operation,
/// and JSON must be as its schema says, without a property that the schema doesn't have. Of long answers the first and the last
/// rows are looked at; rows in other formats, and what is compressed, not at all.
/// </summary>
internal sealed partial class DocumentedAnswers(IServiceProvider api) : DelegatingHandler
{
    private const int RowsLookedAt = 50;
    private const string Problem = "Problem";

    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    // What the server itself refuses before any of our code, without a body.
    private static readonly HttpStatusCode[] OfTheServer = [HttpStatusCode.BadRequest, HttpStatusCode.RequestUriTooLong, HttpStatusCode.RequestHeaderFieldsTooLarge];

    // The same for every API under test: settings change who may ask, not what is answered.
    private static Task<Contract>? _contract;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!request.RequestUri!.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal))
            return response;
        if (_contract is not { IsCompletedSuccessfully: true })
            _contract = Contract.LoadAsync(api);
        var contract = await _contract;
        var error = await contract.JudgeAsync(request, response, cancellationToken);
        Assert.True(error is null, $"{request.Method} {request.RequestUri.PathAndQuery}: {(int)response.StatusCode} {response.Content.Headers.ContentType}: {error}");
        return response;
    }

    /// <summary>What the document promises.</summary>
    private sealed class Contract(JsonObject document)
    {
        private readonly List<(Regex Path, JsonObject Operations)> _paths =
            [.. document["paths"]!.AsObject().Select(path => (new Regex($"^{RouteParameter().Replace(path.Key, "[^/]+")}/?$", RegexOptions.IgnoreCase), path.Value!.AsObject()))];

        private readonly ConcurrentDictionary<string, JsonSchema> _schemas = new();

        public static async Task<Contract> LoadAsync(IServiceProvider api)
        {
            // Not by a request, which would be among those that a test counts.
            var document = await api.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync();
            return new(JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1))!.AsObject());
        }

        /// <returns>Why the document doesn't have this answer; null if it does.</returns>
        public async Task<string?> JudgeAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
        {
            var type = response.Content.Headers.ContentType;
            if (response.StatusCode == HttpStatusCode.NotModified || (OfTheServer.Contains(response.StatusCode) && type is null))
                return null;
            var verb = request.Method == HttpMethod.Head ? "get" : request.Method.Method.ToLowerInvariant();
            var operation = _paths.Find(path => path.Path.IsMatch(request.RequestUri!.AbsolutePath)).Operations?[verb];
            if (operation is null)
            {
                return request.Method == HttpMethod.Options || request.Method == HttpMethod.Head ? null
                    : response.IsSuccessStatusCode ? "the document has no such operation"
                    : await JudgeBodyAsync(response, new() { ["$ref"] = $"#/components/schemas/{Problem}" }, cancellationToken);
            }

            if (operation["responses"]![$"{(int)response.StatusCode}"] is not { } documented)
                return $"not among the statuses of {operation["operationId"]}";
            var content = Resolve(documented)["content"]?.AsObject();
            if (type is null)
                return content is null || response.StatusCode == HttpStatusCode.NoContent || request.Method == HttpMethod.Head ? null : "it has no content type";
            var media = content?.FirstOrDefault(media => IsSame(MediaTypeHeaderValue.Parse(media.Key), type)).Value;
            if (media is null)
                return $"not among the content types of {operation["operationId"]}";
            return request.Method == HttpMethod.Head ? null : await JudgeBodyAsync(response, media["schema"]!.AsObject(), cancellationToken);
        }

        private async Task<string?> JudgeBodyAsync(HttpResponseMessage response, JsonObject schema, CancellationToken cancellationToken)
        {
            if (response.Content.Headers.ContentEncoding.Count > 0 || response.Content.Headers.ContentType?.MediaType is not ("application/json" or "application/problem+json"))
                return null;
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            using var part = JsonDocument.Parse(Shortened(body.RootElement).ToJsonString());
            var result = _schemas.GetOrAdd(schema.ToJsonString(), Build).Evaluate(part.RootElement, Options);
            return result.IsValid ? null : string.Join(
                Environment.NewLine,
                (result.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Key} {error.Value}")));
        }

        // An undeclared property is a mistake here; callers should bear it.
        private JsonSchema Build(string schema)
        {
            var whole = JsonNode.Parse(schema)!.AsObject();
            var schemas = document["components"]!["schemas"]!.DeepClone().AsObject();
            foreach (var one in schemas.Select(one => one.Value!.AsObject()).Where(one => one.ContainsKey("properties")))
                one.TryAdd("additionalProperties", false);
            whole["$defs"] = schemas;
            return JsonSchema.FromText(whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));
        }

        private JsonNode Resolve(JsonNode node) => node["$ref"] is { } reference
            ? reference.ToString().Split('/').Skip(1).Aggregate<string, JsonNode>(document, (parent, name) => parent[name]!)
            : node;

        private static JsonNode Shortened(JsonElement body)
        {
            if (body.ValueKind != JsonValueKind.Object)
                return JsonNode.Parse(body.GetRawText())!;
            var shortened = new JsonObject();
            foreach (var property in body.EnumerateObject())
            {
                shortened[property.Name] = property.Value.ValueKind != JsonValueKind.Array ? JsonNode.Parse(property.Value.GetRawText())
                    : new JsonArray([.. Ends(property.Value).Select(row => JsonNode.Parse(row.GetRawText()))]);
            }

            return shortened;
        }

        private static IEnumerable<JsonElement> Ends(JsonElement rows) =>
            rows.EnumerateArray().Where((_, index) => index < RowsLookedAt || index >= rows.GetArrayLength() - RowsLookedAt);

        private static bool IsSame(MediaTypeHeaderValue documented, MediaTypeHeaderValue type) =>
            documented.MediaType == type.MediaType && ProfileOf(documented) == ProfileOf(type);

        private static string? ProfileOf(MediaTypeHeaderValue type) => type.Parameters.FirstOrDefault(parameter => parameter.Name == "profile")?.Value;
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex RouteParameter();
}
