namespace IotAspire.Generator.Signals;

/// <summary>
/// What repeats every day. Made of polynomials: sines of the runtime differ from one processor to the next in their last bit, and
/// equal seeds must give equal bytes.
/// </summary>
internal static class DailyCycle
{
    private const double WeekendShare = 0.2;

    /// <summary>A wave from 1 at the peak hour to −1 twelve hours later, within 1 % of a cosine.</summary>
    public static double Wave(long ticks, double peakHour)
    {
        var away = Math.Abs(HourOfDay(ticks) - peakHour) / 12;
        return 1 - (2 * Smooth(away <= 1 ? away : 2 - away));
    }

    /// <summary>How busy a room is, 0 to 1.</summary>
    public static double Busy(long ticks, RoomUse use)
    {
        var hour = HourOfDay(ticks);
        var weekday = (DayOfWeek)((ticks / TimeSpan.TicksPerDay + 1) % 7) is not (DayOfWeek.Saturday or DayOfWeek.Sunday) ? 1 : WeekendShare;
        return use switch
        {
            RoomUse.Work => weekday * Between(hour, 7.5, 9, 16.5, 18.5),
            RoomUse.Shifts => weekday * Between(hour, 5.5, 6.5, 21.5, 22.5),
            RoomUse.Meals => Math.Max(Bump(hour, 7.5, 1.25), Math.Max(Bump(hour, 12.5, 1.75), 0.8 * Bump(hour, 18.5, 1.5))),
            _ => weekday * Math.Max(0.25 * Between(hour, 6, 7, 19, 21), Math.Max(Bump(hour, 8, 1.5), Math.Max(Bump(hour, 12.5, 1), Bump(hour, 17.5, 1.5)))),
        };
    }

    /// <summary>Hours since midnight, UTC.</summary>
    public static double HourOfDay(long ticks) => ticks % TimeSpan.TicksPerDay / (double)TimeSpan.TicksPerHour;

    /// <summary>0 at 0, 1 at 1, level at both.</summary>
    public static double Smooth(double x) => x <= 0 ? 0 : x >= 1 ? 1 : x * x * (3 - (2 * x));

    private static double Between(double hour, double begin, double full, double fade, double end) =>
        Smooth((hour - begin) / (full - begin)) * Smooth((end - hour) / (end - fade));

    private static double Bump(double hour, double centre, double width) => Smooth(1 - (Math.Abs(hour - centre) / width));
}
