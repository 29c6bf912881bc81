namespace IotAspire.Api.Hosting;

/// <summary>Scripts and styles of the pages, our own and those that packages bring.</summary>
internal static class ApiFiles
{
    // By itself the framework looks for files of a build only in Development; elsewhere they would come back empty unless published.
    public static void AddApiFiles(this WebApplicationBuilder builder) => builder.WebHost.UseStaticWebAssets();

    public static void MapApiFiles(this WebApplication app) => app.MapStaticAssets();
}
