using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace IotAspire.Tests.Support;

/// <summary>Keeps what a host under test logs, exceptions included.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    /// <summary>The messages with an event id, in order.</summary>
    public IReadOnlyList<string> Of(int id) => [.. _lines.Where(line => line.Id == id).Select(line => line.Message)];

    /// <summary>Every message, in order.</summary>
    public IReadOnlyList<string> All => [.. _lines.Select(line => line.Message)];

    /// <summary>The messages of warnings and worse, in order.</summary>
    public IReadOnlyList<string> Warnings => [.. _lines.Where(line => line.Level >= LogLevel.Warning).Select(line => line.Message)];

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(new(logLevel, eventId.Id, exception is null ? formatter(state, null) : $"{formatter(state, exception)}: {exception}"));

    public void Dispose()
    {
    }

    private readonly record struct LogLine(LogLevel Level, int Id, string Message);
}
