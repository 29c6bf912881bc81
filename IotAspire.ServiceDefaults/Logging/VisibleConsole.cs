using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace IotAspire.ServiceDefaults.Logging;

internal static class VisibleConsole
{
    /// <summary>Replaces the simple formatter of the console; another one that the configuration names stays.</summary>
    public static void AddVisibleConsole(this IHostApplicationBuilder builder)
    {
        builder.Logging.AddConsoleFormatter<VisibleConsoleFormatter, ConsoleFormatterOptions>();
        builder.Services.PostConfigure<ConsoleLoggerOptions>(console =>
        {
            if (console.FormatterName is null or ConsoleFormatterNames.Simple)
                console.FormatterName = VisibleConsoleFormatter.FormatterName;
        });
    }
}
