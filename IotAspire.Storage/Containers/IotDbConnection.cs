using Azure.Identity;
using IotAspire.Storage.Entra;
using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MySqlConnector;

namespace IotAspire.Storage;

/// <summary>The seam: Aspire's integration around the DbContext, and the service's identity where there is no password.</summary>
internal static class IotDbConnection
{
    /// <summary>
    /// The context is registered by us and enriched by the integration, because only so it shares the hot path's data source, whose
    /// password renews itself. The integration sets tracing and metrics; its health check is off: ours also knows the schema, and what
    /// a service is worth without its database. So are its retries: they would say nothing for a minute, where our own warn of every
    /// attempt, and would outlast the time limits of requests and health checks.
    /// </summary>
    public static void AddIotDbContext(this IHostApplicationBuilder builder)
    {
        builder.Services.AddDbContextPool<IotDbContext>((services, options) => options
            .UseMySql(services.GetRequiredService<MySqlDataSource>(), StorageServer.Version)
            // EF Core keeps inner services per data source. A service has one; only a process with many hosts, such as a test, has more.
            .ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.ManyServiceProvidersCreatedWarning)));
        builder.EnrichMySqlDbContext<IotDbContext>(settings => (settings.DisableHealthChecks, settings.DisableRetry) = (true, true));
    }

    /// <summary>No password in the connection string: a token of the service's identity takes its place.</summary>
    public static MySqlDataSourceBuilder UseSignIn(this MySqlDataSourceBuilder builder) =>
        builder.ConnectionStringBuilder.Password.Length > 0 ? builder : builder.UseEntraToken(new DefaultAzureCredential());
}
