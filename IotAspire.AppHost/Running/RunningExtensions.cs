using Aspire.Hosting.Lifecycle;
using IotAspire.AppHost.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IotAspire.AppHost.Running;

/// <summary>What Aspire leaves to an AppHost while it runs: restarts, the order of the stop, ports that are taken, what the console shows.</summary>
internal static class RunningExtensions
{
    /// <summary>Adds it; nothing in publish mode.</summary>
    public static void AddRunning(this IDistributedApplicationBuilder builder, AppHostOptions options)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return;
        DashboardAddresses.Set(builder.Configuration);
        // The project pins its version of Aspire, so the daily check for a newer one, which starts another dotnet process, is turned off.
        builder.Configuration["ASPIRE_VERSION_CHECK_DISABLED"] ??= "true";
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(ConsoleLines.ForThisConsole());
        builder.Services.AddSingleton<StartFailure>();
        builder.Services.AddHostedService<StopInOrder>();
        builder.Services.AddHostedService<ServiceConsole>();
        builder.Services.AddHostedService<StartSummary>();
        builder.Services.AddHostedService<ContainerRuntimeNotice>();
        builder.Services.TryAddEventingSubscriber<RestartAfterCrash>();
        builder.Services.AddLogging(logging => logging
            .AddFilter("Aspire.Hosting.Backchannel", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            // StartFailure writes the errors of a failed start at the end.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical));
    }

    /// <summary>Runs until it is stopped, or a service can't be started.</summary>
    /// <returns>The exit code: 0 after a stop that was asked for, 1 when a service refuses its configuration.</returns>
    public static async Task<int> RunToEndAsync(this DistributedApplication app)
    {
        try
        {
            await app.RunAsync();
        }
        catch (DistributedApplicationException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }

        // The host stops nothing where it didn't come to its end of the start.
        if (!app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.IsCancellationRequested)
            await app.StopAsync();
        return app.Services.GetService<StartFailure>()?.WriteLast() == true ? 1 : 0;
    }
}
