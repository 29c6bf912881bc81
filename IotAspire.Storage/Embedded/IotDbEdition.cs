using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace IotAspire.Storage;

/// <summary>
/// The seam: Pomelo directly; the service defaults trace the driver. No retries of EF Core's: they would say nothing for a minute,
/// where our own warn of every attempt, and would outlast the time limits of requests and health checks.
/// </summary>
internal static class IotDbEdition
{
    public static void AddIotDbContext(this IHostApplicationBuilder builder) =>
        builder.Services.AddDbContextPool<IotDbContext>((services, options) => options.UseMySql(
            IotDbConnectionString.Complete(services.GetRequiredService<IOptions<IotDbOptions>>().Value.ConnectionString!),
            StorageServer.Version));

    /// <summary>The account's password is in the connection string, or it has none.</summary>
    public static MySqlDataSourceBuilder UseSignIn(this MySqlDataSourceBuilder builder) => builder;
}
