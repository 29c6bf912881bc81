namespace IotAspire.Generator.Generation;

/// <summary>Shows how far history has come: on a terminal as a bar that moves, elsewhere as a line now and then.</summary>
internal sealed class HistoryReport(TimeProvider clock, ILogger<HistoryReport> logger)
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan InLog = TimeSpan.FromSeconds(2);

    /// <summary>Runs until history is complete.</summary>
    /// <param name="pace">Where it begins and ends.</param>
    /// <param name="position">How far it is; null while that isn't known.</param>
    /// <param name="readings">How many readings were made.</param>
    /// <param name="cancellationToken">Ends the report.</param>
    public async Task RunAsync(Pace pace, Func<DateTime?> position, Func<long> readings, CancellationToken cancellationToken)
    {
        if (pace.Started <= pace.From)
            return;
        var isTerminal = !Console.IsOutputRedirected;
        var started = clock.GetTimestamp();
        while (true)
        {
            var progress = new HistoryProgress(pace.From, position() ?? pace.From, pace.Started, readings(), clock.GetElapsedTime(started));
            if (progress.Share >= 1)
                break;
            if (isTerminal)
                Console.Write($"\r{progress}  ");
            else
                GeneratorLog.HistoryProgress(logger, progress.ToString());
            await Task.Delay(isTerminal ? OnTerminal : InLog, clock, cancellationToken);
        }

        if (isTerminal)
            Console.WriteLine();
        GeneratorLog.HistoryComplete(logger, readings(), pace.From, clock.GetElapsedTime(started));
    }
}
