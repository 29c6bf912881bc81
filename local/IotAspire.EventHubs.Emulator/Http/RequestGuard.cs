namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>
/// Keeps web pages of other sites from using the emulator through the browser of a visitor: their requests carry another origin, a
/// name of this machine that isn't a loopback name, or the content type of a form.
/// </summary>
internal static class RequestGuard
{
    private const string Json = "application/json";

    public static void Check(HttpRequest request)
    {
        if (!IsLoopback(request.Host.Host))
            throw ProblemException.Of(
                StatusCodes.Status403Forbidden, "Only loopback names are served.", new HttpProblemError("Host", $"'{request.Host}' isn't one.", ["localhost", "127.0.0.1"]));
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

    private static bool IsSameOrigin(HttpRequest request) =>
        request.Headers.Origin.All(origin => $"http://{request.Host}".Equals(origin, StringComparison.OrdinalIgnoreCase))
        && request.Headers["Sec-Fetch-Site"].All(site => site is "same-origin" or "none");

    private static string? MediaType(HttpRequest request) => request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
}
