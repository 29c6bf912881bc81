using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IotAspire.Storage.Schema;

/// <summary>Brings the database to the schema that this build knows, or tells whether it is there.</summary>
public sealed class SchemaMigrator(IServiceScopeFactory scopes)
{
    /// <summary>
    /// Applies the missing migrations. Several processes can call it at the same time: one migrates, the others wait (EF Core takes
    /// a lock of the server).
    /// </summary>
    /// <exception cref="UnsupportedSchemaException">The migrations of this build can't start from what the database has.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<IotDbContext>().Database;
        var applied = (await database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        if (applied.Count > 0 && !applied.Contains(database.GetMigrations().First()))
            throw new UnsupportedSchemaException(applied[^1]);
        await database.MigrateAsync(cancellationToken);
    }

    /// <summary>Whether every migration of this build has been applied.</summary>
    public async Task<bool> IsCurrentAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<IotDbContext>().Database;
        return !(await database.GetPendingMigrationsAsync(cancellationToken)).Any();
    }
}

/// <summary>The database has the schema of an early version of IotAspire.</summary>
public sealed class UnsupportedSchemaException(string migration) : Exception(
    $"The database was created by an early version of IotAspire (migration {migration}) and can't be upgraded. Delete its data: run the AppHost with --reset, or drop the database.");
