namespace IotAspire.Api.Hosting;

/// <summary>Says what the framework has only a status for: no such address, no such method, a failure.</summary>
internal sealed class FrameworkProblems : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var status = context.ProblemDetails.Status ?? context.HttpContext.Response.StatusCode;
        return new(ProblemAnswer.WriteAsync(context.HttpContext, status, UnknownAddress.Describe(context.HttpContext, status) ?? Describe(status, context.Exception)));
    }

    private static string Describe(int status, Exception? exception) => status switch
    {
        StatusCodes.Status503ServiceUnavailable => "The database can't be reached or isn't ready. Try again in a few seconds.",
        >= StatusCodes.Status500InternalServerError => "The API failed. Its log says why, under the traceId.",
        // It tells what can't be read, and the limit where there is one.
        _ when exception is BadHttpRequestException bad => bad.Message,
        _ => "The request can't be answered as it is.",
    };
}
