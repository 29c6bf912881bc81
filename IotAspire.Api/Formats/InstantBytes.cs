namespace IotAspire.Api.Formats;

/// <summary>Writes instants as <see cref="Times.InstantText.Format"/> does, without the cost of a general format: millions are written.</summary>
internal static class InstantBytes
{
    public const int Length = 27;
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <param name="target">At least <see cref="Length"/> bytes.</param>
    /// <param name="microseconds">Since 1970.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(Span<byte> target, long microseconds)
    {
        var day = Math.DivRem(microseconds, MicrosecondsPerDay, out var ofDay);
        if (ofDay < 0)
            (day, ofDay) = (day - 1, ofDay + MicrosecondsPerDay);
        var (year, month, dayOfMonth) = DateOnly.FromDayNumber((int)day + UnixDay);
        Digits(target, 0, 4, year);
        target[4] = (byte)'-';
        Digits(target, 5, 2, month);
        target[7] = (byte)'-';
        Digits(target, 8, 2, dayOfMonth);
        target[10] = (byte)'T';
        var seconds = (int)(ofDay / 1_000_000);
        Digits(target, 11, 2, seconds / 3600);
        target[13] = (byte)':';
        Digits(target, 14, 2, seconds / 60 % 60);
        target[16] = (byte)':';
        Digits(target, 17, 2, seconds % 60);
        target[19] = (byte)'.';
        Digits(target, 20, 6, (int)(ofDay % 1_000_000));
        target[26] = (byte)'Z';
        return Length;
    }

    private static readonly int UnixDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private static void Digits(Span<byte> target, int start, int count, int value)
    {
        for (var i = start + count - 1; i >= start; i--)
        {
            target[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }
}
