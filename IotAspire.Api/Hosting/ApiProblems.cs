using IotAspire.Storage;

namespace IotAspire.Api.Hosting;

/// <summary>Every failure answers as RFC 9457 problem details.</summary>
internal static class ApiProblems
{
    /// <summary>RFC 9457, section 4.2.1: the problem is what its status says; and no answer names a foreign host.</summary>
    public const string NoType = "about:blank";

    public static void AddApiProblems(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = Describe);
        // Asked after the framework's own.
        builder.Services.AddSingleton<IProblemDetailsWriter, AnyCallerProblemWriter>();
    }

    /// <summary>Completes what the framework says.</summary>
    public static void Describe(ProblemDetailsContext context)
    {
        context.ProblemDetails.Type = NoType;
        context.ProblemDetails.Instance ??= context.HttpContext.Request.Path;
        context.ProblemDetails.Detail ??= UnknownAddress.Describe(context.HttpContext, context.ProblemDetails.Status);
        if (context.ProblemDetails.Status == StatusCodes.Status503ServiceUnavailable)
            context.ProblemDetails.Detail = "The database can't be reached or isn't ready. Try again in a few seconds.";
    }

    public static void UseApiProblems(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("IotAspire.Api");
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = exception => exception switch
            {
                _ when IsDatabaseAway(exception) => StatusCodes.Status503ServiceUnavailable,
                BadHttpRequestException bad => bad.StatusCode,
                _ => StatusCodes.Status500InternalServerError,
            },
            // One line instead of a stack trace for each request, as long as the database is away.
            SuppressDiagnosticsCallback = context =>
            {
                if (!IsDatabaseAway(context.Exception))
                    return false;
                ApiLog.DatabaseAway(logger, DatabaseFault.Describe(context.Exception));
                return true;
            },
        });
        app.UseStatusCodePages();
    }

    private static bool IsDatabaseAway(Exception exception) => DatabaseFault.IsTransient(exception) || DatabaseFault.IsMissingSchema(exception);
}
