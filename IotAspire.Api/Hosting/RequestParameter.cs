using System.Collections.Concurrent;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using FastEndpoints;
using IotAspire.Contracts.Readings;
using Microsoft.Extensions.Primitives;
using Microsoft.OpenApi;

namespace IotAspire.Api.Hosting;

/// <summary>The parameters that a request type binds, as callers name them.</summary>
internal sealed record RequestParameter(string Name, PropertyInfo Property)
{
    // Looked up once: it takes reflection.
    private static readonly ConcurrentDictionary<Type, RequestParameter[]> Known = new() { [typeof(EmptyRequest)] = [] };

    public static IEnumerable<RequestParameter> Of(Type requestType) => Known.GetOrAdd(requestType, type =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => new RequestParameter(JsonNamingPolicy.CamelCase.ConvertName(property.Name), property)),
    ]);

    /// <summary>What it may be, if that is one of a few words.</summary>
    public IReadOnlyList<string>? Words { get; } = Property.GetCustomAttribute<AllowedValuesAttribute>()?.Values.OfType<string>().ToList();

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
        if (Words is not null)
            schema.Enum = [.. Words.Select(word => JsonValue.Create(word))];
    }

    public bool IsInRoute(EndpointDefinition endpoint) =>
        endpoint.Routes.Any(route => route.Contains($"{{{Name}}}", StringComparison.OrdinalIgnoreCase));
}

/// <summary>Several values, separated by commas; so the parameter may also be there several times.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ListAttribute : Attribute;

/// <summary>
/// How numbers are read: with a point, as 21.5. The framework would take a comma for a separator of thousands, so that 21,5, as
/// half of Europe writes it, were 215; and a parameter that is given twice, as 1 and 2, were 12.
/// </summary>
internal static class NumberParameter
{
    public const string Form = "a number with a decimal point, such as 21.5; an integer beyond 9007199254740991 must be exactly representable as a double";

    public static ParseResult Parse(StringValues text) =>
        new(double.TryParse(text.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && NumberText.IsExact(text.ToString(), number), number);
}
