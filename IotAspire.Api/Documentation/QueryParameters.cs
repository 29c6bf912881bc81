using FastEndpoints;
using IotAspire.Api.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IotAspire.Api.Documentation;

/// <summary>Describes the request of a GET as path and query parameters; without it, it would appear as a body.</summary>
internal sealed class QueryParameters : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var endpoint = context.Description.ActionDescriptor.EndpointMetadata.OfType<EndpointDefinition>().FirstOrDefault();
        if (endpoint is null || !endpoint.Verbs.Contains("GET"))
            return;
        operation.RequestBody = null;
        operation.Parameters = [];
        foreach (var parameter in RequestParameter.Of(endpoint.ReqDtoType))
        {
            var inRoute = parameter.IsInRoute(endpoint);
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = inRoute ? ParameterLocation.Path : ParameterLocation.Query,
                Required = inRoute || parameter.Property.PropertyType == typeof(string) && parameter.IsRequired,
                Description = parameter.Description,
                Schema = await context.GetOrCreateSchemaAsync(parameter.Property.PropertyType, null, cancellationToken),
            });
        }
    }
}
