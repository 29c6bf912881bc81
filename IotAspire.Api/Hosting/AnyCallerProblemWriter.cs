namespace IotAspire.Api.Hosting;

/// <summary>Writes the framework's problems for callers who don't accept JSON, as one who asked for CSV; its own writer leaves their answers empty.</summary>
internal sealed class AnyCallerProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        context.ProblemDetails.Status ??= context.HttpContext.Response.StatusCode;
        ApiProblems.Describe(context);
        return new(ProblemAnswer.WriteAsync(context.HttpContext, context.ProblemDetails));
    }
}
