namespace IotAspire.Api.Limits;

/// <summary>
/// Lets HEAD reach whatever answers GET (RFC 9110, section 9.3.2): it is GET as long as an endpoint is looked for. The server leaves
/// out the body; an endpoint may look at the method and save itself the work.
/// </summary>
internal static class HeadRequests
{
    public static void UseRoutingOfHeadRequests(this WebApplication app)
    {
        var isHead = new object();
        app.Use((http, next) =>
        {
            if (HttpMethods.IsHead(http.Request.Method))
            {
                http.Items[isHead] = true;
                http.Request.Method = HttpMethods.Get;
            }

            return next(http);
        });
        app.UseRouting();
        app.Use((http, next) =>
        {
            if (http.Items.Remove(isHead))
                http.Request.Method = HttpMethods.Head;
            return next(http);
        });
    }
}
