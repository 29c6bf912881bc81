using System.Text.Json.Serialization;
using FastEndpoints;
using Scalar.AspNetCore;

namespace IotAspire.Api.Documentation;

/// <summary>The OpenAPI document and the page that shows it. Neither names a foreign host, so both work without internet access.</summary>
internal static class ApiDocumentation
{
    private const string Page = "/";

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
            options.CreateSchemaReferenceId = SchemaNames.Of;
            options.AddSchemaTransformer((schema, context, _) =>
            {
                // The library's default, which isn't ours.
                if (context.JsonPropertyInfo is { Name: "type" or "title" } property && property.DeclaringType == typeof(ProblemDetails))
                    schema.Default = null;
                return Task.CompletedTask;
            });
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "IotAspire";
                document.Info.Description = "Sensors, raw readings and rollups. Times are UTC; ranges are half-open: from ≤ time < to.\n\nTo look before asking: [the analyst's page](/explore).";
                // What the framework took for a body; it stands in the parameters.
                document.Components?.Schemas?.Remove("Request");
                return Task.CompletedTask;
            });
        });
    }

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
