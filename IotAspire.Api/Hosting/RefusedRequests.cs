using FastEndpoints;
using FluentValidation.Results;
using IotAspire.Api.Features;

namespace IotAspire.Api.Hosting;

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
