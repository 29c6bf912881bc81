using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using FastEndpoints;
using Microsoft.OpenApi;

namespace IotAspire.Api.Hosting;

/// <summary>The parameters that a request type binds, as callers name them.</summary>
internal sealed record RequestParameter(string Name, PropertyInfo Property)
{
    public static IEnumerable<RequestParameter> Of(Type requestType) => requestType == typeof(EmptyRequest)
        ? []
        : requestType.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => new RequestParameter(JsonNamingPolicy.CamelCase.ConvertName(property.Name), property));

    /// <summary>A text that can't be null must be given.</summary>
    public bool IsRequired => new NullabilityInfoContext().Create(Property).WriteState == NullabilityState.NotNull;

    /// <summary>Whether several requests have it, from the type that they share.</summary>
    public bool IsShared => Property.DeclaringType!.IsAbstract;

    public bool IsList => Property.IsDefined(typeof(ListAttribute), inherit: true);

    public string? Description => Property.GetCustomAttribute<DescriptionAttribute>()?.Description;

    /// <summary>Adds what <see cref="RangeAttribute"/> and <see cref="AllowedValuesAttribute"/> say to its description.</summary>
    public void Limit(OpenApiSchema schema)
    {
        if (Property.GetCustomAttribute<RangeAttribute>() is { } range)
            (schema.Minimum, schema.Maximum) = ($"{range.Minimum}", $"{range.Maximum}");
        if (Property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            schema.Enum = [.. allowed.Values.Select(value => JsonValue.Create($"{value}"))];
    }

    public bool IsInRoute(EndpointDefinition endpoint) =>
        endpoint.Routes.Any(route => route.Contains($"{{{Name}}}", StringComparison.OrdinalIgnoreCase));
}
