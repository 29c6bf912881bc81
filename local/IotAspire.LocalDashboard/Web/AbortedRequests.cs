using Microsoft.AspNetCore.Http;

namespace IotAspire.LocalDashboard.Web;

/// <summary>A browser or an exporter that has gone is no error of the dashboard's.</summary>
internal sealed class AbortedRequests(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested && exception is (OperationCanceledException or IOException))
        {
            // Nobody waits for the answer.
        }
    }
}
