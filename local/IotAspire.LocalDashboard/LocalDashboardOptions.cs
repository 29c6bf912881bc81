using System.Globalization;

namespace IotAspire.LocalDashboard;

/// <summary>Where the dashboard is, who may look, and how much it keeps. What is full loses its oldest, counted and shown.</summary>
public sealed record LocalDashboardOptions
{
    /// <summary>The shortest token that is taken.</summary>
    public const int ShortestToken = 16;

    /// <summary>Port on the loopback addresses; 0 takes a free one. Default 15080.</summary>
    public int Port { get; init; } = 15080;

    /// <summary>What the browser has to show once; null, the default, for a random one.</summary>
    public string? Token { get; init; }

    /// <summary>Lets every browser on this machine look, without a token. Telemetry needs its key all the same.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>
    /// Where the telemetry goes instead, as the user's own collector; the page of traces then says so. Null, the default, when it
    /// comes here.
    /// </summary>
    public string? TelemetryElsewhere { get; init; }

    /// <summary>Traces kept. Default 10,000.</summary>
    public int MaximumTraces { get; init; } = 10_000;

    /// <summary>Spans kept, over all traces. Default 50,000.</summary>
    public int MaximumSpans { get; init; } = 50_000;

    /// <summary>Spans kept of one trace; later ones are dropped. Default 2,000.</summary>
    public int MaximumSpansPerTrace { get; init; } = 2_000;

    /// <summary>Memory of the spans kept, bytes, as estimated. Default 64 MiB.</summary>
    public long MaximumSpanBytes { get; init; } = 64L << 20;

    /// <summary>Log lines kept of each resource. Default 5,000.</summary>
    public int MaximumLogLines { get; init; } = 5_000;

    /// <summary>Memory of the log lines kept of each resource, bytes, as estimated. Default 4 MiB.</summary>
    public long MaximumLogBytes { get; init; } = 4L << 20;

    /// <summary>Largest body of a request, bytes as sent. Default 4 MiB.</summary>
    public int MaximumBodyBytes { get; init; } = 4 << 20;

    /// <summary>Largest body of a request once decompressed, bytes. Default 16 MiB.</summary>
    public int MaximumDecompressedBytes { get; init; } = 16 << 20;

    /// <summary>Everything that is wrong, each with the property and what is allowed.</summary>
    public IReadOnlyList<string> Errors()
    {
        List<string> errors = [];
        Range(nameof(Port), Port, 0, 65_535);
        Range(nameof(MaximumTraces), MaximumTraces, 1, 1_000_000);
        Range(nameof(MaximumSpans), MaximumSpans, 1, 1_000_000);
        Range(nameof(MaximumSpansPerTrace), MaximumSpansPerTrace, 1, 10_000);
        Range(nameof(MaximumSpanBytes), MaximumSpanBytes, 1 << 20, 4L << 30);
        Range(nameof(MaximumLogLines), MaximumLogLines, 1, 100_000);
        Range(nameof(MaximumLogBytes), MaximumLogBytes, 1 << 16, 1L << 30);
        Range(nameof(MaximumBodyBytes), MaximumBodyBytes, 1 << 10, 1 << 26);
        Range(nameof(MaximumDecompressedBytes), MaximumDecompressedBytes, 1 << 10, 1 << 28);
        if (Token is { Length: < ShortestToken } token)
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(Token)} has {token.Length} characters, must have at least {ShortestToken}."));
        return errors;

        void Range(string name, long value, long minimum, long maximum)
        {
            if (value < minimum || value > maximum)
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}, must be from {minimum} to {maximum}."));
        }
    }
}
