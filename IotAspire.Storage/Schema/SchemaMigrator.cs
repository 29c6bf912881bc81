using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IotAspire.Storage.Schema;

/// <summary>Brings the database to the schema that this build knows, or tells whether it is there.</summary>
public sealed class SchemaMigrator(IServiceScopeFactory scopes)
{
    /// <summary>
    /// Applies what is missing. Any number of processes may call it at once: one works, the others wait for it (EF Core takes a
    /// lock of the server for the time).
    /// </summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IotDbContext>().Database.MigrateAsync(cancellationToken);
    }

    /// <summary>Whether every migration of this build has been applied.</summary>
    public async Task<bool> IsCurrentAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<IotDbContext>().Database;
        return !(await database.GetPendingMigrationsAsync(cancellationToken)).Any();
    }
}
