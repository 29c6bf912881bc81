using System.Globalization;

namespace IotAspire.Generator.Generation;

/// <summary>Shows how far history has come: on a terminal as a bar that moves, elsewhere as a line for each percent, and at least every 30 seconds.</summary>
internal sealed class HistoryReport(TimeProvider clock, ILogger<HistoryReport> logger)
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan InLog = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(30);

    /// <summary>Runs until history is complete. The position is null until it is known.</summary>
    public async Task RunAsync(Pace pace, Func<DateTime?> position, Func<long> readings, CancellationToken cancellationToken)
    {
        if (pace.Started <= pace.From)
            return;
        var isTerminal = !Console.IsOutputRedirected;
        var started = clock.GetTimestamp();
        var said = (Percent: -1, At: started);
        while (true)
        {
            var progress = new HistoryProgress(pace.From, position() ?? pace.From, pace.Started, readings(), clock.GetElapsedTime(started));
            if (progress.Share >= 1)
                break;
            if (isTerminal)
                Console.Write($"\r{progress}  ");
            else if (said.Percent != progress.Percent || clock.GetElapsedTime(said.At) >= MaxSilence)
                said = Log(progress);
            await Task.Delay(isTerminal ? OnTerminal : InLog, clock, cancellationToken);
        }

        if (isTerminal)
            Console.WriteLine();
        GeneratorLog.HistoryComplete(logger, readings(), pace.From, clock.GetElapsedTime(started));
    }

    private (int Percent, long At) Log(HistoryProgress progress)
    {
        GeneratorLog.HistoryProgress(logger, progress.ToString());
        return (progress.Percent, clock.GetTimestamp());
    }
}

/// <summary>The progress of a history. Pure.</summary>
/// <param name="From">Where it began.</param>
/// <param name="Position">Everything before is made.</param>
/// <param name="Until">Where it ends.</param>
/// <param name="Readings">Made so far.</param>
/// <param name="Elapsed">Time that it took.</param>
internal readonly record struct HistoryProgress(DateTime From, DateTime Position, DateTime Until, long Readings, TimeSpan Elapsed)
{
    private const int Width = 24;

    public double Share => Math.Clamp((Position - From) / (Until - From), 0, 1);

    /// <summary>The share, in whole percents; 100 only at the end.</summary>
    public int Percent => (int)(100 * Share);

    /// <summary>A bar, the share, the instant reached, the speed and the time left.</summary>
    public override string ToString()
    {
        var full = (int)(Share * Width);
        var bar = new string('█', full) + new string('░', Width - full);
        var left = Share > 0 ? TimeSpan.FromSeconds(Math.Ceiling(Elapsed.TotalSeconds * (1 - Share) / Share)) : (TimeSpan?)null;
        var speed = Elapsed > TimeSpan.Zero ? Readings / Elapsed.TotalSeconds : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{bar} {Percent,2} % at {Position:yyyy-MM-dd HH:mm}, {speed:n0} readings/s, {left?.ToString("c") ?? "?"} left");
    }
}
