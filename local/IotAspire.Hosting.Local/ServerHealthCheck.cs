using System.Data.Common;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace IotAspire.Hosting.Local;

/// <summary>
/// Asks a server something. One that starts is given time within the check: Aspire would log a failed one as an error and come again
/// a second later, then two, then three.
/// </summary>
/// <param name="ask">Ends without an exception when the server answers as it should.</param>
internal sealed class ServerHealthCheck(Func<CancellationToken, Task> ask) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        Exception? last = null;
        while (true)
        {
            try
            {
                await ask(patience.Token);
                return HealthCheckResult.Healthy();
            }
            catch (Exception exception) when (exception is HttpRequestException or DbException)
            {
                last = exception;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // It took the connection and says nothing, or the time allowed has passed.
                return HealthCheckResult.Unhealthy(last?.Message ?? "The server doesn't answer.", last);
            }

            await Task.Delay(Pause, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

internal static class ServerHealthCheckExtensions
{
    /// <summary>Adds a health check that passes when <paramref name="ask"/> completes without an exception.</summary>
    public static IResourceBuilder<T> WithServerHealthCheck<T>(this IResourceBuilder<T> builder, Func<CancellationToken, Task> ask)
        where T : IResource
    {
        var key = $"{builder.Resource.Name}_check";
        builder.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(key, new ServerHealthCheck(ask), failureStatus: null, tags: null));
        return builder.WithHealthCheck(key);
    }
}

internal static partial class LocalServerLog
{
    [LoggerMessage(1, LogLevel.Error, "Failed to create '{Resource}'")]
    public static partial void NotCreated(ILogger logger, string resource, Exception exception);
}
