using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IotAspire.ServiceDefaults;

/// <summary>Runs a service and gives it an exit code.</summary>
public static partial class ServiceRun
{
    /// <summary>Exit code of a service that refuses its configuration (EX_CONFIG of sysexits.h).</summary>
    public const int ConfigurationError = 78;

    private const int Failure = 1;

    /// <summary>
    /// Builds the service, maps its endpoints and runs it until stopped. Wrong configuration ends it before anything is
    /// constructed, with one line per error and <see cref="ConfigurationError"/>.
    /// </summary>
    /// <param name="builder">With everything registered.</param>
    /// <param name="map">Adds middleware and endpoints.</param>
    /// <returns>0 after an orderly stop; 1 if a background service failed.</returns>
    public static async Task<int> RunServiceAsync(this WebApplicationBuilder builder, Action<WebApplication> map)
    {
        try
        {
            await using var app = builder.Build();
            app.Services.GetService<IStartupValidator>()?.Validate();
            map(app);
            var workers = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
            // The activity of the code that starts the host would become the parent of everything that the service does.
            Activity.Current = null;
            await app.RunAsync();
            return workers.Exists(worker => worker.ExecuteTask is { IsFaulted: true }) ? Failure : Environment.ExitCode;
        }
        catch (Exception exception) when (FindConfigurationErrors(exception) is { Count: > 0 } errors)
        {
            errors.ForEach(WriteConfigurationError);
            return ConfigurationError;
        }
        catch (IOException exception) when (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            WriteConfigurationError($"{exception.Message} Set ASPNETCORE_URLS to another address.");
            return ConfigurationError;
        }
    }

    /// <summary>Stops the service because it can't go on; its host may start it again.</summary>
    /// <param name="services">The service's container.</param>
    /// <param name="exception">What happened.</param>
    public static void StopAfterFailure(this IServiceProvider services, Exception exception)
    {
        LogFailure(services.GetRequiredService<ILoggerFactory>().CreateLogger("IotAspire.Service"), exception);
        Environment.ExitCode = Failure;
        services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
    }

    /// <summary>Stops the service because of what only its operator can change. A restart would not help.</summary>
    /// <param name="services">The service's container.</param>
    /// <param name="error">What has to change.</param>
    public static void StopForConfiguration(this IServiceProvider services, string error)
    {
        WriteConfigurationError(error);
        Environment.ExitCode = ConfigurationError;
        services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
    }

    private static void WriteConfigurationError(string error) =>
        Console.Error.WriteLine($"Configuration error: {string.Join("\n  ", error.Split('\n').Select(VisibleText.Of))}");

    private static List<string> FindConfigurationErrors(Exception exception) => exception switch
    {
        OptionsValidationException invalid => [.. invalid.Failures],
        AggregateException many => [.. many.InnerExceptions.SelectMany(FindConfigurationErrors)],
        // A value that the framework's own binder can't read, in the options of a library.
        InvalidOperationException { InnerException: ArgumentException or FormatException or OverflowException } => [exception.Message],
        _ => [],
    };

    [LoggerMessage(100, LogLevel.Critical, "The service stops because of an error that it can't recover from")]
    private static partial void LogFailure(ILogger logger, Exception exception);
}
