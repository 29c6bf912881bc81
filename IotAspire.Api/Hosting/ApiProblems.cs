using IotAspire.Storage;

namespace IotAspire.Api.Hosting;

/// <summary>Every failure answers as RFC 9457 problem details.</summary>
internal static class ApiProblems
{
    public static void AddApiProblems(this WebApplicationBuilder builder)
    {
        // Asked before the framework's own.
        builder.Services.AddSingleton<IProblemDetailsWriter, FrameworkProblems>();
        builder.Services.AddProblemDetails();
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
