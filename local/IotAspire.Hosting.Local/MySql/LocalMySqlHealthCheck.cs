using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MySqlConnector;

namespace IotAspire.Hosting.Local;

/// <summary>
/// Signs in with the connection string that others get: the server answers, the account is there, and so is the database that the
/// connection string names. A server that starts is given time, because the next check would come a second later or more.
/// </summary>
internal sealed class LocalMySqlHealthCheck(IResourceWithConnectionString resource) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        MySqlException? last = null;
        try
        {
            while (true)
            {
                try
                {
                    await SignInAsync(patience.Token);
                    return HealthCheckResult.Healthy();
                }
                catch (MySqlException exception)
                {
                    last = exception;
                    await Task.Delay(Pause, patience.Token);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy(last?.Message ?? "The server doesn't answer.", last);
        }
    }

    private async Task SignInAsync(CancellationToken cancellationToken)
    {
        var connectionString = new MySqlConnectionStringBuilder((await resource.GetConnectionStringAsync(cancellationToken))!) { Pooling = false };
        await using var connection = new MySqlConnection(connectionString.ConnectionString);
        await connection.OpenAsync(cancellationToken);
    }
}
