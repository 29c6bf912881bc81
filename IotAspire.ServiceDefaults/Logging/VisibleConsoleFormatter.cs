using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace IotAspire.ServiceDefaults.Logging;

/// <summary>
/// The framework's simple console formatter, on one line and with <see cref="VisibleText"/>: nobody who sends texts can forge a line of the log or drive the
/// terminal of its reader.
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
