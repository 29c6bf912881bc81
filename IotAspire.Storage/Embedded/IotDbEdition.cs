using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace IotAspire.Storage;

/// <summary>The seam: Pomelo directly, with the retries that Aspire's integration sets; the service defaults trace the driver.</summary>
internal static class IotDbEdition
{
    public static void AddIotDbContext(this IHostApplicationBuilder builder) =>
        builder.Services.AddDbContextPool<IotDbContext>((services, options) => options.UseMySql(
            IotDbConnectionString.Complete(services.GetRequiredService<IOptions<IotDbOptions>>().Value.ConnectionString!),
            StorageServer.Version,
            mysql => mysql.EnableRetryOnFailure()));

    /// <summary>The account's password is in the connection string, or it has none.</summary>
    public static MySqlDataSourceBuilder UseSignIn(this MySqlDataSourceBuilder builder) => builder;
}
