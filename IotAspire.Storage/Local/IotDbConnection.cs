using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MySqlConnector;

namespace IotAspire.Storage;

/// <summary>
/// The seam: Pomelo directly; the service defaults trace the driver. No retries of EF Core's: they would say nothing for a minute,
/// where our own warn of every attempt, and would outlast the time limits of requests and health checks.
/// </summary>
internal static class IotDbConnection
{
    /// <summary>On the hot path's data source, so that its spans have the same names.</summary>
    public static void AddIotDbContext(this IHostApplicationBuilder builder) =>
        builder.Services.AddDbContextPool<IotDbContext>((services, options) => options
            .UseMySql(services.GetRequiredService<MySqlDataSource>(), StorageServer.Version)
            // EF Core keeps inner services per data source. A service has one; only a process with many hosts, such as a test, has more.
            .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.ManyServiceProvidersCreatedWarning)));

    /// <summary>The account's password is in the connection string, or it has none.</summary>
    public static MySqlDataSourceBuilder UseSignIn(this MySqlDataSourceBuilder builder) => builder;
}
