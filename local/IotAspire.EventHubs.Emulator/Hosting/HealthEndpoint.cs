namespace IotAspire.EventHubs.Emulator.Hosting;

/// <summary><c>GET /health</c>: the server listens. It listens only once all partitions are recovered, so that is all there is to say.</summary>
internal static class HealthEndpoint
{
    public static Task AnswerAsync(HttpContext context)
    {
        if (!context.Request.Path.Equals("/health", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync("""{"status":"Healthy"}""", context.RequestAborted);
    }
}
