using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace IotAspire.Storage;

/// <summary>The seam: Pomelo directly, with the retries that Aspire's integration sets.</summary>
internal static class IotDbContextRegistration
{
    public static void AddIotDbContext(this IHostApplicationBuilder builder) =>
        builder.Services.AddDbContextPool<IotDbContext>((services, options) => options.UseMySql(
            IotDbConnectionString.Complete(services.GetRequiredService<IOptions<IotDbOptions>>().Value.ConnectionString!),
            StorageServer.Version,
            mysql => mysql.EnableRetryOnFailure()));
}
