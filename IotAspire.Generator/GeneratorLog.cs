namespace IotAspire.Generator;

/// <summary>Every log message of this service; ids 1000 to 1999.</summary>
internal static partial class GeneratorLog
{
    [LoggerMessage(1000, LogLevel.Information, "Generating readings of {Count} sensors, seed {Seed}")]
    public static partial void Generating(ILogger logger, int count, int seed);

    [LoggerMessage(1100, LogLevel.Warning, "Event hub can't take readings (try {Failures}), trying again in {Pause}: {Reason}")]
    public static partial void PublishingFailed(ILogger logger, int failures, TimeSpan pause, string reason);

    [LoggerMessage(1101, LogLevel.Information, "Event hub takes readings again")]
    public static partial void PublishingResumed(ILogger logger);

    [LoggerMessage(1102, LogLevel.Information, "Stopped after {Count} readings published")]
    public static partial void PublishingStopped(ILogger logger, long count);

    [LoggerMessage(1103, LogLevel.Error, "Stopped while the event hub was away; {Count} readings were not published")]
    public static partial void ReadingsAbandoned(ILogger logger, long count);
}
