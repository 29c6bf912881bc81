using FastEndpoints;
using FluentValidation.Results;
using IotAspire.Api.Features;
using IotAspire.Api.Times;
using IotAspire.Storage;
using Microsoft.Extensions.Primitives;

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
        >= StatusCodes.Status500InternalServerError => "The API failed. Its log has the reason under the traceId.",
        // It tells what can't be read, and the limit where there is one.
        _ when exception is BadHttpRequestException bad => bad.Message,
        _ => "The request is invalid.",
    };
}

/// <summary>Answers a refused request as a validator would.</summary>
internal sealed class RefusedRequests : IGlobalPostProcessor
{
    public async Task PostProcessAsync(IPostProcessorContext context, CancellationToken ct)
    {
        if (context.ExceptionDispatchInfo?.SourceException is not RequestRefusedException refused)
            return;
        context.MarkExceptionAsHandled();
        // The problem is no attachment, as the rows would have been.
        context.HttpContext.Response.Headers.ContentDisposition = default;
        await context.HttpContext.Response.SendErrorsAsync([new ValidationFailure(refused.Parameter, refused.Reason)], refused.Status, cancellation: ct);
    }
}

/// <summary>What a caller reads whose parameter can't be read at all.</summary>
internal static class BindingFailure
{
    public static string Describe(Type type, string name, StringValues attempted)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var allowed = type == typeof(DateTime) ? InstantText.Form
            : type == typeof(int) || type == typeof(ulong) ? "a whole number"
            : type == typeof(double) ? NumberParameter.Form
            : type == typeof(bool) ? "true or false"
            : $"a {type.Name}";
        return $"\"{attempted}\" must be {allowed}.";
    }
}
