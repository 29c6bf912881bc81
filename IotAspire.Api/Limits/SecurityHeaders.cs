namespace IotAspire.Api.Limits;

/// <summary>What each answer tells browsers and caches.</summary>
internal static class SecurityHeaders
{
    // Answers are data, never pages; the two pages set their own policies.
    private const string NoContent = "default-src 'none'; frame-ancestors 'none'";

    // Set when the answer begins, because error handling clears earlier headers.
    public static Task AddAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            // No page of another site may embed it. CORS, which asks first, isn't affected.
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            // An address may hold a key.
            headers["Referrer-Policy"] = "no-referrer";
            if (headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy = NoContent;
            // Answers depend on the key, which shared caches wouldn't look at.
            if (http.IsQuery() && headers.CacheControl.Count == 0)
                headers.CacheControl = "private, no-cache";
            return Task.CompletedTask;
        });
        return next(http);
    }
}
