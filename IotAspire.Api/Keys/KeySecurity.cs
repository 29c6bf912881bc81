using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace IotAspire.Api.Keys;

/// <summary>Says in the OpenAPI document how a key is given.</summary>
internal sealed class KeySecurity(IHttpContextAccessor request, IOptions<KeysOptions> rule, IHostEnvironment environment) : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var schemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["header"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = PresentedKey.Header,
                Description = "An API key.",
            },
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The same key as bearer token." },
            ["query"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Query,
                Name = PresentedKey.Parameter,
                Description = "The same key as parameter, for tools that can't set headers. 'next' never repeats it.",
            },
        };
        document.Components ??= new();
        document.Components.SecuritySchemes = schemes;
        // Any one of them is enough. Who needs none is told of none: pages and generators would make one up, which is refused.
        document.Security = request.HttpContext is { } http && rule.Value.IsOpenTo(http, environment)
            ? [new OpenApiSecurityRequirement()]
            : [.. schemes.Keys.Select(name => new OpenApiSecurityRequirement { [new(name, document)] = [] })];
        return Task.CompletedTask;
    }
}
