using System.Globalization;
using System.Text.RegularExpressions;

namespace IotAspire.EventHubs.Emulator.Hosting;

/// <summary>
/// Logs to the console, one line a message, as the simple console logger does; what is Microsoft's only from warnings on. Of its
/// own because that logger, with configuration and container behind it, takes a fifth of the time that the hub has to start.
/// </summary>
internal sealed partial class ConsoleLogging : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) =>
        new Lines(categoryName, categoryName.StartsWith("Microsoft", StringComparison.Ordinal) ? LogLevel.Warning : LogLevel.Information);

    /// <summary>There is no other place to log to.</summary>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Critical => "crit",
        LogLevel.Error => "fail",
        LogLevel.Warning => "warn",
        LogLevel.Information => "info",
        _ => "dbug",
    };

    private sealed class Lines(string category, LogLevel minimum) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && logLevel != LogLevel.None;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            var text = exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception}";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{Name(logLevel)}: {category}[{eventId.Id}] {Visible(text.ReplaceLineEndings(" "))}"));
        }
    }

    // Text from clients must neither begin a line nor drive the terminal.
    private static string Visible(string text) => Invisible().Replace(text, match => string.Concat(match.Value.Select(unit => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"))));

    [GeneratedRegex(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\uDB40[\uDC00-\uDC7F]")]
    private static partial Regex Invisible();
}
