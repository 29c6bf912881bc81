using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MySqlConnector;

namespace IotAspire.Storage;

/// <summary>The seam: Pomelo directly, with the retries that Aspire's integration sets.</summary>
internal static class IotDbContextRegistration
{
    public static void AddIotDbContext(this IHostApplicationBuilder builder) =>
        builder.Services.AddDbContextPool<IotDbContext>((services, options) => options
            .UseMySql(services.GetRequiredService<MySqlDataSource>(), StorageServer.Version, mysql => mysql.EnableRetryOnFailure()));
}
