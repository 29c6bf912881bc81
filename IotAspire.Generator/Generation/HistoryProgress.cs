using System.Globalization;

namespace IotAspire.Generator.Generation;

/// <summary>How far making history has come. Pure.</summary>
/// <param name="From">Where it began.</param>
/// <param name="Position">Everything before is made.</param>
/// <param name="Until">Where it ends.</param>
/// <param name="Readings">Made so far.</param>
/// <param name="Elapsed">Time that it took.</param>
internal readonly record struct HistoryProgress(DateTime From, DateTime Position, DateTime Until, long Readings, TimeSpan Elapsed)
{
    private const int Width = 24;

    /// <summary>0 to 1.</summary>
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
