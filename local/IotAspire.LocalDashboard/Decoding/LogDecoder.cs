using IotAspire.LocalDashboard.Traces;
using Microsoft.Extensions.Logging;

namespace IotAspire.LocalDashboard.Decoding;

/// <summary>A log line as exported. Its service writes it to the console, too.</summary>
internal sealed record ExportedLog(string Service, string Category, ulong Time, LogLevel Level, string Text, SpanRef Span);

/// <summary>A request of logs: <c>LogRecord</c> of opentelemetry-proto's logs.proto.</summary>
internal sealed class LogDecoder(byte[] buffer, int length, StringPool pool) : RequestDecoder<ExportedLog>(buffer, length, pool)
{
    private const uint Time = (1 << 3) | WireReader.Fixed64;
    private const uint Severity = 2 << 3;
    private const uint Body = (5 << 3) | WireReader.Delimited;
    private const uint TraceId = (9 << 3) | WireReader.Delimited;
    private const uint SpanId = (10 << 3) | WireReader.Delimited;

    protected override ExportedLog ReadItem(string service, string scope, int end)
    {
        var (time, severity, text, trace, span) = (0ul, 0L, "", default(TraceId), 0ul);
        while (Reader.Next(end) is > 0 and var tag)
        {
            switch (tag)
            {
                case Time:
                    time = Reader.UInt64Fixed();
                    break;
                case Severity:
                    severity = Reader.Int64();
                    break;
                case Body:
                    text = Attributes.ReadValue(end);
                    break;
                case TraceId:
                    trace = Reader.TraceId();
                    break;
                case SpanId:
                    span = Reader.SpanId();
                    break;
                default:
                    Reader.Skip();
                    break;
            }
        }

        return new(service, scope, time, ToLevel(severity), text, new(trace, span));
    }

    // Four numbers for each level, from 1 on.
    private static LogLevel ToLevel(long severity) => severity switch
    {
        < 1 => LogLevel.Information,
        < 5 => LogLevel.Trace,
        < 9 => LogLevel.Debug,
        < 13 => LogLevel.Information,
        < 17 => LogLevel.Warning,
        < 21 => LogLevel.Error,
        _ => LogLevel.Critical,
    };
}
