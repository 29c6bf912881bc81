using IotAspire.Storage.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MySqlConnector;

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

/// <summary>Whether the database answers and has the schema of this build.</summary>
internal sealed class SchemaHealthCheck(SchemaMigrator migrator, MySqlDataSource dataSource) : IHealthCheck
{
    private bool _wasCurrent;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // The schema never goes back, so once it is there a ping is enough.
            if (!_wasCurrent)
                _wasCurrent = await migrator.IsCurrentAsync(cancellationToken);
            else
                await using (await dataSource.OpenConnectionAsync(cancellationToken)) { }

            return _wasCurrent
                ? HealthCheckResult.Healthy()
                : new(context.Registration.FailureStatus, "The database doesn't have this build's schema yet.");
        }
        catch (Exception exception) when (exception is MySqlException or InvalidOperationException)
        {
            return new(context.Registration.FailureStatus, $"The database can't be used: {DatabaseFault.Describe(exception)}");
        }
    }
}
