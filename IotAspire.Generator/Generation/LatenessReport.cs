using Microsoft.Extensions.Options;

namespace IotAspire.Generator.Generation;

/// <summary>
/// Logs when live readings fall behind, when readings begin to be lost, and when they are in time again. Lanes can't do it themselves: they wait
/// for the hub then.
/// </summary>
internal sealed class LatenessReport(IOptions<GeneratorOptions> options, TimeProvider clock, ILogger<LatenessReport> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Runs until cancelled.</summary>
    /// <param name="behind">How far readings lie behind; zero while history is made.</param>
    /// <param name="cancellationToken">Ends the report.</param>
    public async Task RunAsync(Func<TimeSpan> behind, CancellationToken cancellationToken)
    {
        var rule = new LatenessRule(options.Value.BufferTime);
        var said = Lateness.InTime;
        while (true)
        {
            await Task.Delay(Interval, clock, cancellationToken);
            var now = behind();
            var judged = rule.Judge(now, said);
            if (judged != said)
                Say(judged, now);
            said = judged;
        }
    }

    private void Say(Lateness lateness, TimeSpan behind)
    {
        switch (lateness)
        {
            case Lateness.Behind:
                GeneratorLog.Behind(logger, TimeSpan.FromSeconds(Math.Round(behind.TotalSeconds)), options.Value.BufferTime);
                break;
            case Lateness.Losing:
                GeneratorLog.Losing(logger, options.Value.BufferTime);
                break;
            default:
                GeneratorLog.InTime(logger);
                break;
        }
    }
}

/// <summary>How far the readings that are made now lie behind the present.</summary>
internal enum Lateness
{
    /// <summary>As near as it should be.</summary>
    InTime,

    /// <summary>The hub takes too few.</summary>
    Behind,

    /// <summary>So far that the oldest are lost.</summary>
    Losing,
}

/// <summary>Decides when lateness is reported. Pure.</summary>
/// <param name="bufferTime">How far readings may lie behind.</param>
internal sealed class LatenessRule(TimeSpan bufferTime)
{
    private static readonly TimeSpan MaxNoticeable = TimeSpan.FromSeconds(10);
    private readonly TimeSpan _noticeable = bufferTime < MaxNoticeable ? bufferTime : MaxNoticeable;

    /// <param name="behind">How far readings lie behind.</param>
    /// <param name="before">The last result. A small improvement doesn't change it, so that the log doesn't alternate.</param>
    public Lateness Judge(TimeSpan behind, Lateness before) =>
        behind > bufferTime ? Lateness.Losing
        : behind <= _noticeable / 2 ? Lateness.InTime
        : behind > _noticeable && before == Lateness.InTime ? Lateness.Behind
        : before;
}
