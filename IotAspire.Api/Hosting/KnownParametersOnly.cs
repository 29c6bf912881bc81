using FastEndpoints;
using FluentValidation.Results;

namespace IotAspire.Api.Hosting;

/// <summary>
/// Refuses a query parameter that the endpoint doesn't know, or that is empty: a misspelt filter that is ignored would give an
/// answer to another question.
/// </summary>
internal sealed class KnownParametersOnly : IGlobalPreProcessor
{
    public Task PreProcessAsync(IPreProcessorContext context, CancellationToken ct)
    {
        var endpoint = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<EndpointDefinition>();
        if (endpoint is null)
            return Task.CompletedTask;
        var known = RequestParameter.Of(endpoint.ReqDtoType).Where(parameter => !parameter.IsInRoute(endpoint)).Select(parameter => parameter.Name).ToList();
        foreach (var name in context.HttpContext.Request.Query.Keys.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            var allowed = known.Count == 0 ? "this endpoint has none" : $"allowed are {string.Join(", ", known)}";
            context.ValidationFailures.Add(new ValidationFailure(name, $"is not a parameter; {allowed}."));
        }

        // An empty value would be bound as zero, or as nothing; what a validator says of it doesn't tell that it may be left out.
        foreach (var (name, _) in context.HttpContext.Request.Query.Where(parameter => string.IsNullOrWhiteSpace(parameter.Value)))
        {
            context.ValidationFailures.RemoveAll(failure => failure.PropertyName.Equals(name, StringComparison.OrdinalIgnoreCase));
            context.ValidationFailures.Add(new ValidationFailure(name, "is empty; give it a value or leave it out."));
        }

        return context.ValidationFailures.Count > 0 && !context.HttpContext.ResponseStarted()
            ? context.HttpContext.Response.SendErrorsAsync(context.ValidationFailures, cancellation: ct)
            : Task.CompletedTask;
    }
}
