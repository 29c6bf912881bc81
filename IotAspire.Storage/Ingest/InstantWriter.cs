namespace IotAspire.Storage.Ingest;

/// <summary>
/// Writes a column's instants as the server reads them, <c>20261123181200.123456</c>: without separators because it reads
/// character by character. Most share their minute with the one before, so only the seconds are formatted again.
/// </summary>
/// <param name="fractionDigits">At most six; further digits are left out, and so is a fraction of 0, because sensors like whole seconds.</param>
internal sealed class InstantWriter(int fractionDigits)
{
    /// <summary>The most that an instant takes.</summary>
    public const int MaxLength = MinuteLength + 9;

    private const int MinuteLength = 12;
    private readonly byte[] _minute = new byte[MinuteLength];
    private long _minuteStart = -1;

    /// <summary>Writes the instant and tells the length.</summary>
    public int Write(DateTime instant, Span<byte> text)
    {
        var rest = (int)(instant.Ticks % TimeSpan.TicksPerMinute);
        if (instant.Ticks - rest != _minuteStart)
            Open(instant, instant.Ticks - rest);
        _minute.CopyTo(text);
        var (seconds, ticks) = int.DivRem(rest, (int)TimeSpan.TicksPerSecond);
        WriteDigits(text.Slice(MinuteLength, 2), seconds);
        var length = MinuteLength + 2;
        if (ticks == 0)
            return length;
        text[length] = (byte)'.';
        WriteDigits(text.Slice(length + 1, 6), ticks / (int)TimeSpan.TicksPerMicrosecond);
        return length + 1 + fractionDigits;
    }

    private void Open(DateTime instant, long minuteStart)
    {
        _minuteStart = minuteStart;
        var (year, month, day) = DateOnly.FromDateTime(instant);
        WriteDigits(_minute.AsSpan(0, 4), year);
        WriteDigits(_minute.AsSpan(4, 2), month);
        WriteDigits(_minute.AsSpan(6, 2), day);
        WriteDigits(_minute.AsSpan(8, 2), instant.Hour);
        WriteDigits(_minute.AsSpan(10, 2), instant.Minute);
    }

    private static void WriteDigits(Span<byte> text, int number)
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            (number, var digit) = int.DivRem(number, 10);
            text[i] = (byte)('0' + digit);
        }
    }
}
