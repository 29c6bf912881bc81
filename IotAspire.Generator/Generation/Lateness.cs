namespace IotAspire.Generator.Generation;

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
