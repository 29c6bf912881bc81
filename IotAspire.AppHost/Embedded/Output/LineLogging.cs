using Microsoft.Extensions.Logging;

namespace IotAspire.AppHost.Embedded.Output;

/// <summary>The AppHost's own log: one line per event among those of the children.</summary>
internal sealed class LineLogging(ConsoleLines lines) : ILoggerProvider
{
    private const string LocalMySql = "IotAspire.LocalMySql";

    public static ILoggerFactory CreateFactory(ConsoleLines lines) =>
        LoggerFactory.Create(logging => logging.AddProvider(new LineLogging(lines)).SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning));

    public ILogger CreateLogger(string categoryName) =>
        new LineLogger(lines, categoryName.StartsWith(LocalMySql, StringComparison.Ordinal) ? "mysql" : "apphost");

    public void Dispose()
    {
    }

    private sealed class LineLogger(ConsoleLines lines, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var level = logLevel switch
            {
                LogLevel.Warning => "warn: ",
                LogLevel.Error => "fail: ",
                LogLevel.Critical => "crit: ",
                _ => "",
            };
            foreach (var line in $"{level}{formatter(state, exception)}".Split('\n'))
                lines.Write(name, line.TrimEnd('\r'));
        }
    }
}
