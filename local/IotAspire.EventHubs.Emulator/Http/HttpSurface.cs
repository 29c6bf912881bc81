using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using IotAspire.EventHubs.Emulator.Hubs;

namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>Answers whatever comes to the HTTP port: the page, <c>/health</c>, <c>/api</c>.</summary>
internal sealed class HttpSurface(NamespaceAdministration administration, bool isLoopbackOnly)
{
    // Text as people wrote it: no browser takes these answers for anything but JSON.
    private static readonly ApiJson Readable = new(new JsonSerializerOptions(ApiJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public async Task AnswerAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        try
        {
            RequestGuard.Check(context.Request, isLoopbackOnly);
            await DispatchAsync(context);
        }
        catch (ProblemException exception)
        {
            await WriteAsync(context, exception.Problem.Status, exception.Problem, "application/problem+json");
        }
        catch (BadHttpRequestException exception)
        {
            await WriteAsync(context, exception.StatusCode, new HttpProblem(exception.Message, exception.StatusCode, null, []), "application/problem+json");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException && !context.Response.HasStarted)
        {
            var problem = new HttpProblem("The data directory could not be used.", StatusCodes.Status500InternalServerError, exception.Message, []);
            await WriteAsync(context, problem.Status, problem, "application/problem+json");
        }
    }

    private async Task DispatchAsync(HttpContext context)
    {
        var segments = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (segments)
        {
            case []:
                Require(context, ["GET", "HEAD"]);
                await Page.WriteAsync(context);
                break;
            // It listens only once all partitions are recovered.
            case [var only] when only.Equals("health", StringComparison.OrdinalIgnoreCase):
                Require(context, ["GET", "HEAD"]);
                await WriteAsync(context, StatusCodes.Status200OK, HealthAnswer.Of(administration.Hubs.All), "application/json");
                break;
            default:
                await CallAsync(context, segments);
                break;
        }
    }

    private async Task CallAsync(HttpContext context, string[] segments)
    {
        var matches = ApiRoutes.All.Select(route => (Route: route, Values: route.Match(segments))).Where(match => match.Values is not null).ToList();
        if (matches.Count == 0)
            throw ProblemException.Of(
                StatusCodes.Status404NotFound,
                "There is nothing at this path.",
                new HttpProblemError("path", context.Request.Path, ["/", "/health", .. ApiRoutes.All.Select(route => route.Path).Distinct()]));

        Require(context, [.. matches.Select(match => match.Route.Method)]);
        var (found, values) = matches.First(match => match.Route.Method == context.Request.Method);
        var answer = await found.Handle(new ApiCall(context, values!, administration));
        await WriteAsync(context, answer.Status, answer.Body, "application/json");
    }

    private static void Require(HttpContext context, IReadOnlyList<string> methods)
    {
        if (methods.Contains(context.Request.Method))
            return;
        context.Response.Headers.Allow = string.Join(", ", methods);
        throw ProblemException.Of(
            StatusCodes.Status405MethodNotAllowed, "The path has no such method.", new HttpProblemError("method", context.Request.Method, methods));
    }

    private static async Task WriteAsync(HttpContext context, int status, object? body, string contentType)
    {
        context.Response.StatusCode = status;
        if (body is null)
            return;
        context.Response.ContentType = contentType + "; charset=utf-8";
        await JsonSerializer.SerializeAsync(context.Response.Body, body, body.GetType(), Readable, context.RequestAborted);
    }
}

/// <summary>
/// Keeps web pages of other sites from using the emulator through the browser of a visitor: their requests carry another origin, a
/// name that they chose for this machine, or the content type of a form.
/// </summary>
internal static class RequestGuard
{
    private const string Json = "application/json";

    public static void Check(HttpRequest request, bool isLoopbackOnly)
    {
        if (!IsLoopback(request.Host.Host) && (isLoopbackOnly || !CannotBeRebound(request.Host.Host)))
            throw ProblemException.Of(
                StatusCodes.Status403Forbidden,
                "The name isn't served.",
                new HttpProblemError("Host", $"'{request.Host}' isn't one.", isLoopbackOnly ? ["localhost", "127.0.0.1"] : ["localhost", "an IP address", "a name without a dot"]));
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return;
        if (!IsSameOrigin(request))
            throw ProblemException.Of(
                StatusCodes.Status403Forbidden, "Pages of other sites may not change anything.", new HttpProblemError("Origin", "It is another site.", [$"http://{request.Host}"]));
        if (HttpMethods.IsPost(request.Method) && MediaType(request) != Json)
            throw ProblemException.Of(
                StatusCodes.Status415UnsupportedMediaType, "The body must be JSON.", new HttpProblemError("Content-Type", $"'{request.ContentType}' isn't JSON.", [Json]));
    }

    private static bool IsLoopback(string host) =>
        host is "127.0.0.1" or "[::1]" || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    // Against DNS rebinding: the owner of a domain can point its names at this server. IP addresses and names without a dot can't be used for that.
    private static bool CannotBeRebound(string host) => IPAddress.TryParse(host.Trim('[', ']'), out _) || !host.Contains('.', StringComparison.Ordinal);

    private static bool IsSameOrigin(HttpRequest request) =>
        request.Headers.Origin.All(origin => $"http://{request.Host}".Equals(origin, StringComparison.OrdinalIgnoreCase))
        && request.Headers["Sec-Fetch-Site"].All(site => site is "same-origin" or "none");

    private static string? MediaType(HttpRequest request) => request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
}
