using System.Runtime.CompilerServices;
using FastEndpoints;
using FluentValidation.Results;
using IotAspire.Contracts;

namespace IotAspire.Api.Hosting;

/// <summary>
/// Refuses a query parameter that the endpoint doesn't know, that is empty, that is none of its words, or that is there twice without
/// being a list: a misspelt filter that is ignored would give an answer to another request.
/// </summary>
internal sealed class KnownParametersOnly : IGlobalPreProcessor
{
    // What other tools call them.
    private static readonly IReadOnlyDictionary<string, string> Others = NearWords.Others(
        "sensorId: sensor sensors id device deviceId; from: start since begin after; to: end until stop before; timeZone: tz zone; "
        + "bucket: interval resolution step every granularity window; functions: fn agg aggregate aggregation; order: sort direction; groupBy: group; "
        + "limit: pageSize top size; cursor: page offset; text: search q; minValue: min; maxValue: max; within: radius distance; partitionId: partition");

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
                Refuse(context, name, known.Count == 0 ? "is not a parameter; this endpoint has no parameters." : $"is not a parameter; allowed are {string.Join(", ", known.Keys)}.{Ask(name, known)}");
            // An empty value would be bound as zero, or as nothing; what a validator says of it doesn't tell that it may be left out.
            else if (string.IsNullOrWhiteSpace(value))
                Refuse(context, parameter.Name, "is empty; give it a value or leave it out.");
            else if (value.Count > 1 && !parameter.IsList)
                Refuse(context, parameter.Name, "is given more than once; it has one value.");
            else if (WordParameter.Refuse(parameter, value.ToString()) is { } reason)
                Refuse(context, parameter.Name, reason);
        }

        return context.ValidationFailures.Count > 0 && !context.HttpContext.ResponseStarted()
            ? context.HttpContext.Response.SendErrorsAsync(context.ValidationFailures, cancellation: ct)
            : Task.CompletedTask;
    }

    private static string Ask(string name, Dictionary<string, RequestParameter> known) =>
        NearWords.Ask(Others.TryGetValue(name, out var others) && known.ContainsKey(others) ? [others] : NearWords.Find(name, known.Keys));

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
