using IotAspire.Api.Limits;
using IotAspire.Contracts;
using IotAspire.Explore;

namespace IotAspire.Api.Hosting;

/// <summary>Says of an address that isn't there which one is near, and of a method that an address doesn't take which it takes.</summary>
internal static class UnknownAddress
{
    private const string Document = "/openapi/v1.json";
    private const string ReadingsPath = "/api/v1/readings";
    private const int MaxSegments = 8;
    private const int MaxSegmentLength = 64;
    private static readonly string[] Pages = [ExplorePage.Path, Document, "/health", "/alive"];

    // Where other services have them.
    private static readonly IReadOnlyDictionary<string, string> Others = NearWords.Others(
        "/: /swagger /swagger/index.html /scalar /scalar/v1 /redoc /docs /index.html; "
        + $"{Document}: /openapi /openapi.json /swagger.json /swagger/v1/swagger.json; /health: /healthz /ready /readyz; /alive: /livez /ping");

    /// <summary>Null where the status isn't about the address, or an endpoint has said it.</summary>
    public static string? Describe(HttpContext http, int? status) => status switch
    {
        StatusCodes.Status404NotFound when !http.IsQuery() => $"There is nothing at this address; {Document} lists what there is.{NearWords.Ask(Near(http))}",
        StatusCodes.Status405MethodNotAllowed => DescribeMethod(http),
        _ => null,
    };

    private static string DescribeMethod(HttpContext http)
    {
        // Whatever answers GET answers HEAD, which routing doesn't know.
        var allowed = http.Response.Headers.Allow.ToString().Split(',', StringSplitOptions.TrimEntries);
        if (allowed.Contains(HttpMethods.Get))
            http.Response.Headers.Allow = string.Join(", ", allowed.Union([HttpMethods.Head]).Order(StringComparer.Ordinal));
        var sends = !HttpMethods.IsDelete(http.Request.Method) && http.Request.Path.StartsWithSegments(ReadingsPath);
        return $"This address takes {http.Response.Headers.Allow}: the API reads data."
            + (sends ? " Readings are sent to the event hub; docs/architecture.md says in what form, under \"The event\"." : "");
    }

    private static List<string> Near(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        if (Others.GetValueOrDefault(path.TrimEnd('/')) is { } other)
            return [http.Request.PathBase + other];
        var asked = Split(path);
        if (asked.Length > MaxSegments || Array.Exists(asked, segment => segment.Length > MaxSegmentLength))
            return [];
        var patterns = http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<FastEndpoints.EndpointDefinition>() is not null)
            .Select(endpoint => $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}");
        return [.. patterns.Concat(Pages)
            .Select(pattern => (Pattern: pattern, Slips: Compare(asked, pattern)))
            .Where(candidate => candidate.Slips is not null)
            .OrderBy(candidate => candidate.Slips)
            .Take(1)
            .Select(candidate => http.Request.PathBase + Fill(candidate.Pattern, asked))];
    }

    // Slips from one to the other, whatever stands for the API's base; null where they aren't near.
    private static int? Compare(string[] asked, string pattern)
    {
        var (tail, wanted) = (WithoutBase(asked), WithoutBase(Split(pattern)));
        if (tail.Length == 0 || tail.Length != wanted.Length)
            return null;
        var slips = 0;
        for (var i = 0; i < wanted.Length; i++)
        {
            var most = NearWords.MaxSlips(tail[i]);
            var distance = IsParameter(wanted[i]) ? 1 : NearWords.Distance(tail[i], wanted[i], most);
            if (distance > most)
                return null;
            slips += distance;
        }

        return slips;
    }

    // What stands for a parameter stays as it was asked for.
    private static string Fill(string pattern, string[] asked)
    {
        var (segments, tail) = (Split(pattern), WithoutBase(asked));
        for (var i = 1; i <= tail.Length; i++)
        {
            if (IsParameter(segments[^i]))
                segments[^i] = Uri.EscapeDataString(tail[^i]);
        }

        return $"/{string.Join('/', segments)}";
    }

    private static string[] WithoutBase(string[] segments) =>
        [.. segments.SkipWhile(segment => NearWords.Distance(segment, "api", 1) <= 1 || (segment.Length == 2 && segment[0] is 'v' or 'V' && char.IsAsciiDigit(segment[1])))];

    private static bool IsParameter(string segment) => segment.StartsWith('{');

    private static string[] Split(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
