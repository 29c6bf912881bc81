using Microsoft.Extensions.Diagnostics.HealthChecks;
using MySqlConnector;

namespace IotAspire.Storage.Schema;

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
