using System.Runtime.CompilerServices;
using FastEndpoints;
using FluentValidation.Results;

namespace IotAspire.Api.Hosting;

/// <summary>
/// Refuses a query parameter that the endpoint doesn't know, that is empty, or that is there twice without being a list: a misspelt
/// filter that is ignored would give an answer to another question.
/// </summary>
internal sealed class KnownParametersOnly : IGlobalPreProcessor
{
    // Looked up once: it takes reflection.
    private readonly ConditionalWeakTable<EndpointDefinition, Dictionary<string, RequestParameter>> _known = [];

    public Task PreProcessAsync(IPreProcessorContext context, CancellationToken ct)
    {
        var endpoint = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<EndpointDefinition>();
        if (endpoint is null)
            return Task.CompletedTask;
        var known = _known.GetValue(endpoint, ParametersOf);
        foreach (var (name, value) in context.HttpContext.Request.Query)
        {
            if (!known.TryGetValue(name, out var parameter))
                Refuse(context, name, known.Count == 0 ? "is not a parameter; this endpoint has none." : $"is not a parameter; allowed are {string.Join(", ", known.Keys)}.");
            // An empty value would be bound as zero, or as nothing; what a validator says of it doesn't tell that it may be left out.
            else if (string.IsNullOrWhiteSpace(value))
                Refuse(context, parameter.Name, "is empty; give it a value or leave it out.");
            else if (value.Count > 1 && !parameter.IsList)
                Refuse(context, parameter.Name, "is given more than once; it has one value.");
        }

        return context.ValidationFailures.Count > 0 && !context.HttpContext.ResponseStarted()
            ? context.HttpContext.Response.SendErrorsAsync(context.ValidationFailures, cancellation: ct)
            : Task.CompletedTask;
    }

    private static Dictionary<string, RequestParameter> ParametersOf(EndpointDefinition endpoint) => RequestParameter.Of(endpoint.ReqDtoType)
        .Where(parameter => !parameter.IsInRoute(endpoint))
        .ToDictionary(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase);

    // Instead of what has been found wrong with it before, as that 1,2 is no number.
    private static void Refuse(IPreProcessorContext context, string name, string reason)
    {
        context.ValidationFailures.RemoveAll(failure => failure.PropertyName.Equals(name, StringComparison.OrdinalIgnoreCase));
        context.ValidationFailures.Add(new ValidationFailure(name, reason));
    }
}
