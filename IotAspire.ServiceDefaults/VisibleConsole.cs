using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace IotAspire.ServiceDefaults;

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

/// <summary>
/// The framework's simple console formatter, on one line and with <see cref="VisibleText"/>, so that texts of clients can neither forge a line of the
/// log nor control the terminal.
/// </summary>
internal sealed class VisibleConsoleFormatter(IServiceProvider services) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "visible";

    // Not by the constructor: it is one of the formatters itself.
    private ConsoleFormatter Simple => field ??= services.GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == ConsoleFormatterNames.Simple);

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var format = logEntry.Formatter;
        var exception = logEntry.Exception;
        Simple.Write(
            new LogEntry<TState>(logEntry.LogLevel, logEntry.Category, logEntry.EventId, logEntry.State, exception: null, (state, _) => Line(format(state, exception), exception)),
            scopeProvider,
            textWriter);
    }

    // The frames of a stack trace stay apart.
    private static string Line(string message, Exception? exception) =>
        VisibleText.Of(exception is null ? message : $"{message} {exception.ToString().ReplaceLineEndings(" ")}");
}

/// <summary>Makes texts of clients safe for a terminal.</summary>
public static partial class VisibleText
{
    /// <summary>Replaces characters that would begin a line, move the cursor, colour or hide something, by their number, such as <c>\u001b</c>.</summary>
    public static string Of(string text) =>
        Invisible().Replace(text, match => string.Concat(match.Value.Select(unit => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"))));

    // Control and format characters, separators of lines and paragraphs, and invisible tags, which have two UTF-16 units.
    [GeneratedRegex(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\uDB40[\uDC00-\uDC7F]")]
    private static partial Regex Invisible();
}
