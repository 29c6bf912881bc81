using IotAspire.Explore;
using OpenTelemetry.Instrumentation.AspNetCore;

namespace IotAspire.Api.Hosting;

/// <summary>Scripts and styles of the pages, our own and those that packages bring.</summary>
internal static class ApiFiles
{
    private static readonly PathString[] Folders = [ExplorePage.Path, "/_content"];

    public static void AddApiFiles(this WebApplicationBuilder builder)
    {
        // By itself the framework looks for files of a build only in Development; elsewhere they would come back empty unless published.
        builder.WebHost.UseStaticWebAssets();
        // A page has half a hundred of them: they would hide the requests among the traces.
        builder.Services.PostConfigure<AspNetCoreTraceInstrumentationOptions>(options =>
        {
            var filter = options.Filter;
            options.Filter = http => !IsFile(http.Request.Path) && filter?.Invoke(http) != false;
        });
    }

    public static void MapApiFiles(this WebApplication app) => app.MapStaticAssets();

    private static bool IsFile(PathString path) => Array.Exists(Folders, folder => path.StartsWithSegments(folder, out var rest) && rest.HasValue);
}
