using IotAspire.LocalDashboard.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IotAspire.LocalDashboard.Web;

/// <summary>The pages, and the way to them.</summary>
internal sealed class Pages(BrowserLogin login)
{
    private const string TokenField = "t";
    private const int LargestForm = 4_096;

    private static readonly (string Route, string File)[] All =
        [("/", "resources.html"), ("/logs", "logs.html"), ("/traces", "traces.html"), ("/traces/{id}", "trace.html")];

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (route, file) in All)
            routes.MapGet(route, context => ShowAsync(context, file));
        foreach (var file in PageFiles.Names.Where(name => !name.EndsWith(".html", StringComparison.Ordinal)))
            routes.MapGet($"/assets/{file}", context => PageFiles.WriteAsync(context, file));
        routes.MapGet("/login", context => SignInAsync(context, context.Request.Query[TokenField]));
        routes.MapPost("/login", SignInByFormAsync);
    }

    private Task ShowAsync(HttpContext context, string file)
    {
        if (login.IsSignedIn(context))
            return PageFiles.WriteAsync(context, file);
        context.Response.Redirect("/login");
        return Task.CompletedTask;
    }

    private async Task SignInByFormAsync(HttpContext context)
    {
        if (context.Request.ContentLength is not (>= 0 and <= LargestForm) || !context.Request.HasFormContentType)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        await SignInAsync(context, form[TokenField].ToString().Trim());
    }

    // The way on is a page that reloads and no redirect: after a click in another page, as in an editor's terminal, the browser
    // would follow a redirect without the strict cookie.
    private Task SignInAsync(HttpContext context, string? shown)
    {
        if (login.TrySignIn(context, shown))
            return PageFiles.WriteAsync(context, "welcome.html");
        context.Response.StatusCode = string.IsNullOrEmpty(shown) ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
        return PageFiles.WriteAsync(context, string.IsNullOrEmpty(shown) ? "login.html" : "login-wrong.html");
    }
}
