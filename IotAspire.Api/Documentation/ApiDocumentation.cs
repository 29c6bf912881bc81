using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace IotAspire.Api.Documentation;

/// <summary>The OpenAPI document and the page that shows it. Neither names a foreign host, so both work without internet access.</summary>
internal static class ApiDocumentation
{
    private const string Page = "/";
    private const string Response = "Response";

    private static readonly Dictionary<string, string> Tags = new()
    {
        ["Sensors"] = "Sensors and their properties.",
        ["Readings"] = "Raw readings.",
        ["Aggregates"] = "Readings aggregated by time bucket.",
        ["Quality"] = "Completeness and plausibility of readings.",
        ["Catalogue"] = "Sensors and columns that can be queried.",
        ["Live"] = "Live stream of new readings and closed buckets.",
        ["Operations"] = "State of ingestion, and dead letters.",
    };

    // The page's own script builds its styles at run time; nothing may come from or go to another host.
    private const string OwnHostOnly =
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'";

    public static void AddApiDocumentation(this WebApplicationBuilder builder)
    {
        // Otherwise whole numbers are described as "integer or text".
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        builder.Services.AddOpenApi("v1", options =>
        {
            options.AddOperationTransformer<EndpointOperations>();
            options.AddDocumentTransformer<Keys.KeySecurity>();
            options.CreateSchemaReferenceId = type => NameOf(type.Type);
            options.AddSchemaTransformer((schema, _, _) =>
            {
                // No registered format of OpenAPI is unsigned; a generator that doesn't know one takes 32 bits.
                if (schema.Format is "uint32" or "uint64")
                    (schema.Format, schema.Minimum) = ("int64", "0");
                return Task.CompletedTask;
            });
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "IotAspire";
                document.Info.Description = "Sensors, raw readings and rollups. Times are UTC; ranges are half-open: from ≤ time < to.\n\nTo explore the data first, open [the analyst's page](/explore).";
                document.Info.License = new() { Name = "MIT", Identifier = "MIT" };
                foreach (var server in document.Servers ?? [])
                    server.Url = server.Url?.TrimEnd('/');
                foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
                    tag.Description = Tags[tag.Name!];
                return Task.CompletedTask;
            });
        });
    }

    // Answers become schemas, called without "Response". Requests don't: what they hold are parameters.
    private static string? NameOf(Type type) => type.Assembly != typeof(ApiDocumentation).Assembly || type.Name.EndsWith("Request", StringComparison.Ordinal) ? null
        : type.Name.EndsWith(Response, StringComparison.Ordinal) ? type.Name[..^Response.Length]
        : type.Name;

    public static void MapApiDocumentation(this WebApplication app)
    {
        app.MapOpenApi();
        app.MapScalarApiReference(Page, options =>
        {
            options.Title = "IotAspire API";
            options.DefaultFonts = false;
            options.ProxyUrl = null;
            options.OpenApiRoutePattern = "/openapi/v1.json";
            // What would lead to the vendor's servers.
            options.HideDeveloperTools().HideClientButton().DisableAgent().DisableMcp().DisableTelemetry();
        }).AddEndpointFilter(async (context, next) =>
        {
            // The page would answer any path of one segment, a mistyped probe too.
            if (context.HttpContext.GetRouteValue("documentName") is not null)
                return Results.NotFound();
            context.HttpContext.Response.Headers.ContentSecurityPolicy = OwnHostOnly;
            return await next(context);
        });
    }
}
