using Microsoft.Extensions.Options;

namespace IotAspire.Generator.Generation;

/// <summary>
/// Says when live readings fall behind, when that begins to cost readings, and when they are in time again. Lanes can't say it
/// themselves: they wait for the hub then.
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

/// <summary>Decides when lateness is worth a word. Pure.</summary>
/// <param name="bufferTime">How far readings may lie behind.</param>
internal sealed class LatenessRule(TimeSpan bufferTime)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private readonly TimeSpan _noticeable = bufferTime < Longest ? bufferTime : Longest;

    /// <param name="behind">How far readings lie behind.</param>
    /// <param name="before">The last judgement: what is better than that but not good changes nothing, so that it doesn't flutter.</param>
    public Lateness Judge(TimeSpan behind, Lateness before) =>
        behind > bufferTime ? Lateness.Losing
        : behind <= _noticeable / 2 ? Lateness.InTime
        : behind > _noticeable && before == Lateness.InTime ? Lateness.Behind
        : before;
}
