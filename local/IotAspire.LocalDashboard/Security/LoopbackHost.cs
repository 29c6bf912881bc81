using Microsoft.AspNetCore.Http;

namespace IotAspire.LocalDashboard.Security;

/// <summary>
/// Refuses a request that names another host. A foreign page can let its own name point to this machine (DNS rebinding), and the
/// browser then takes the dashboard for a part of that page; the name stays in the Host header.
/// </summary>
internal sealed class LoopbackHost(RequestDelegate next)
{
    private static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]"];

    public Task InvokeAsync(HttpContext context)
    {
        if (Array.Exists(Names, name => name.Equals(context.Request.Host.Host, StringComparison.OrdinalIgnoreCase)))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return context.Response.WriteAsync("This is a dashboard for the machine that it runs on: open it as localhost.", context.RequestAborted);
    }
}
